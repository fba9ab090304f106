//! What is returned borrows from the arguments, or is coerced.

use std::fmt;
use std::ops::Deref;

use gambeson::{log_exceptions, log_execution_time};
use tokio::task::yield_now;

#[log_execution_time]
#[log_exceptions]
fn reborrowed(x: &mut u8) -> Result<&u8, &u8> {
    *x += 1;
    if *x > 1 { Err(x) } else { Ok(x) }
}

#[test]
fn an_argument_that_is_borrowed_again_in_the_result() {
    let mut x = 0;
    assert_both!(reborrowed(&mut x), reborrowed(&mut x), "reborrowed");
}

#[log_execution_time]
#[log_exceptions]
async fn reborrowed_async(x: &mut u8) -> Result<&mut u8, fmt::Error> {
    yield_now().await;
    *x += 1;
    if *x > 1 {
        return Err(fmt::Error);
    }
    Ok(x)
}

#[tokio::test]
async fn the_same_in_an_async_function() {
    let mut x = 0;
    assert_both!(
        reborrowed_async(&mut x).await,
        reborrowed_async(&mut x).await,
        "reborrowed_async"
    );
}

struct Name(String);

impl Name {
    #[log_execution_time]
    fn deref_sync(&self) -> Option<&str> {
        Some(&self.0)
    }

    #[log_execution_time]
    async fn deref_async(&self) -> Option<&str> {
        yield_now().await;
        Some(&self.0)
    }

    #[log_execution_time]
    fn plain(&self) -> &str {
        &self.0
    }

    #[log_execution_time]
    async fn plain_async(&self) -> &str {
        &self.0
    }
}

#[tokio::test]
async fn what_is_returned_is_dereferenced() {
    let name = Name("a".into());
    assert_eq!(assert_told!(name.deref_sync(), "deref_sync"), Some("a"));
    assert_eq!(
        assert_told!(name.deref_async().await, "deref_async"),
        Some("a")
    );
    assert_eq!(assert_told!(name.plain(), "plain"), "a");
    assert_eq!(assert_told!(name.plain_async().await, "plain_async"), "a");
}

#[log_execution_time]
fn coerced(id: u64) -> Box<dyn fmt::Display> {
    Box::new(id)
}

#[log_execution_time]
async fn coerced_async(id: u64) -> Box<dyn fmt::Display + Send> {
    yield_now().await;
    Box::new(id)
}

#[tokio::test]
async fn what_is_returned_becomes_an_object() {
    assert_eq!(assert_told!(coerced(1), "coerced").to_string(), "1");
    let told = assert_told!(coerced_async(1).await, "coerced_async");
    assert_eq!(told.to_string(), "1");
}

#[log_execution_time]
fn slice(items: &[u8; 3]) -> &[u8] {
    items
}

#[log_execution_time]
fn function_pointer(up: bool) -> fn(u8) -> u8 {
    if up { |id| id + 1 } else { |id| id }
}

#[test]
fn arrays_and_closures_are_coerced() {
    assert_eq!(assert_told!(slice(&[1, 2, 3]), "slice"), [1, 2, 3]);
    assert_eq!(
        assert_told!(function_pointer(true), "function_pointer")(1),
        2
    );
}

struct Wrapper<T>(T);

impl<T> Deref for Wrapper<T> {
    type Target = T;

    #[log_execution_time]
    fn deref(&self) -> &T {
        &self.0
    }
}

#[test]
fn a_method_that_the_compiler_calls() {
    assert_eq!(assert_told!(Wrapper("ab").len(), "deref"), 2);
}

#[log_execution_time]
fn largest<'a>(items: &'a mut Vec<u64>, other: &'a mut u64) -> &'a mut u64 {
    items.push(1);
    items.iter_mut().max().map_or(other, |item| item)
}

#[test]
fn two_mutable_arguments_of_which_one_is_returned() {
    let (mut items, mut other) = (vec![3], 0);
    *assert_told!(largest(&mut items, &mut other), "largest") += 1;
    assert_eq!(items, [4, 1]);
}

#[log_execution_time]
fn fills(buffer: &mut [u8], mut from: impl Iterator<Item = u8>) -> usize {
    let mut filled = 0;
    for (slot, byte) in buffer.iter_mut().zip(from.by_ref()) {
        *slot = byte;
        filled += 1;
    }
    filled
}

#[test]
fn an_argument_that_is_written_to() {
    let mut buffer = [0; 2];
    assert_eq!(assert_told!(fills(&mut buffer, 1..), "fills"), 2);
    assert_eq!(buffer, [1, 2]);
}

#[log_execution_time]
async fn keeps<'a>(items: &mut Vec<&'a str>, item: &'a str) -> usize {
    yield_now().await;
    items.push(item);
    items.len()
}

#[tokio::test]
async fn an_argument_that_keeps_another() {
    let text = String::from("a");
    let mut items = Vec::new();
    assert_eq!(assert_told!(keeps(&mut items, &text).await, "keeps"), 1);
    assert_eq!(items, ["a"]);
}
