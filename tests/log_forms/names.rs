//! Arguments: their patterns, and names that meet those of others.

use gambeson::{log_exceptions, log_execution_time};
use tokio::task::yield_now;

struct Point {
    x: u64,
    y: u64,
}

#[log_execution_time]
fn destructured((a, b): (u64, u64), Point { x, y: height }: Point, [first, ..]: [u64; 3]) -> u64 {
    a + b + x + height + first
}

#[log_execution_time]
async fn destructured_async(Point { x, y }: Point, (a, _): (u64, u64)) -> u64 {
    yield_now().await;
    x + y + a
}

#[tokio::test]
async fn destructured_arguments() {
    let told = assert_told!(
        destructured((1, 2), Point { x: 3, y: 4 }, [5, 0, 0]),
        "destructured"
    );
    assert_eq!(told, 15);
    let told = assert_told!(
        destructured_async(Point { x: 1, y: 2 }, (3, 4)).await,
        "destructured_async"
    );
    assert_eq!(told, 6);
}

#[log_execution_time]
fn mutable(mut id: u64, mut text: String) -> String {
    id += 1;
    text.push('!');
    format!("{text}{id}")
}

#[log_execution_time]
async fn mutable_async(mut id: u64, (mut a, b): (u64, u64)) -> u64 {
    yield_now().await;
    id += 1;
    a += b;
    id + a
}

#[tokio::test]
async fn mutable_arguments() {
    assert_eq!(assert_told!(mutable(1, "a".into()), "mutable"), "a!2");
    assert_eq!(
        assert_told!(mutable_async(1, (2, 3)).await, "mutable_async"),
        7
    );
}

#[log_execution_time]
fn raw(r#match: u64, r#type: u64) -> u64 {
    r#match + r#type
}

#[log_execution_time]
async fn r#loop(r#fn: u64) -> u64 {
    yield_now().await;
    r#fn
}

#[tokio::test]
async fn raw_names() {
    assert_eq!(assert_told!(raw(1, 2), "raw"), 3);
    assert_eq!(assert_told!(r#loop(1).await, "loop"), 1);
}

#[log_execution_time]
#[log_exceptions]
fn taken(caller: u64, ts: u64, site: u64, instant: u64, began: u64) -> Result<u64, String> {
    let result = caller + ts + site + instant + began;
    if result == 0 {
        return Err("nothing".into());
    }
    Ok(result)
}

#[log_execution_time]
#[log_exceptions]
async fn taken_async(
    guards: u64,
    once: u64,
    error: u64,
    result: u64,
    __guards: u64,
    __site: u64,
    __answer: u64,
) -> Result<u64, String> {
    yield_now().await;
    let __result = guards + once + error + result + __guards + __site + __answer;
    if __result == 0 {
        return Err("nothing".into());
    }
    Ok(__result)
}

#[tokio::test]
async fn names_that_generated_code_uses_too() {
    assert_both!(taken(1, 1, 1, 1, 1), taken(0, 0, 0, 0, 0), "taken");
    assert_both!(
        taken_async(1, 1, 1, 1, 1, 1, 1).await,
        taken_async(0, 0, 0, 0, 0, 0, 0).await,
        "taken_async"
    );
}

/// Types that are named as those of the standard library.
mod shadowed {
    use gambeson::log_execution_time;

    #[derive(Debug, PartialEq, Eq)]
    pub(crate) enum Option {
        Some(u8),
        None,
    }

    #[derive(Debug, PartialEq, Eq)]
    pub(crate) struct Box;

    #[derive(Debug, PartialEq, Eq)]
    pub(crate) struct Result(pub(crate) u8);

    pub(crate) use self::Option::{None, Some};

    #[expect(non_camel_case_types, reason = "that is the point")]
    pub(crate) type str = u8;

    #[log_execution_time]
    pub(crate) fn option(id: str) -> self::Option {
        if id == 0 { None } else { Some(id) }
    }

    #[log_execution_time]
    pub(crate) async fn result(id: u8) -> (Result, Box) {
        (Result(id), Box)
    }
}

#[tokio::test]
async fn types_with_the_names_of_the_standard_library() {
    assert_eq!(
        assert_told!(shadowed::option(1), "option"),
        shadowed::Some(1)
    );
    assert_eq!(shadowed::option(0), shadowed::None);
    let told = assert_told!(shadowed::result(1).await, "result");
    assert_eq!(told, (shadowed::Result(1), shadowed::Box));
}

#[log_execution_time]
fn by_configuration(
    id: u64,
    #[cfg(test)] present: u64,
    #[cfg(not(test))] _absent: u64,
    #[cfg(any())] _never: u64,
) -> u64 {
    id + present
}

#[log_execution_time]
async fn by_configuration_async(#[cfg(any())] _never: u64, #[cfg(test)] always: u64) -> u64 {
    yield_now().await;
    always
}

#[tokio::test]
async fn arguments_that_are_there_by_configuration() {
    assert_eq!(assert_told!(by_configuration(1, 2), "by_configuration"), 3);
    assert_eq!(
        assert_told!(by_configuration_async(1).await, "by_configuration_async"),
        1
    );
}

#[log_execution_time]
fn ignored(_: u64, _unused: u64) -> u64 {
    0
}

#[test]
fn arguments_that_are_ignored() {
    assert_eq!(assert_told!(ignored(1, 2), "ignored"), 0);
}

#[log_execution_time]
fn referenced(&(a, b): &(u64, u64), &mut ref c: &mut u64) -> u64 {
    a + b + *c
}

#[test]
fn patterns_of_references() {
    assert_eq!(assert_told!(referenced(&(1, 2), &mut 3), "referenced"), 6);
}
