//! Functions and their arguments.

use gambeson::retry;

use super::{Busy, Db, assert_third, third};

#[retry(3, backoff = none)]
async fn references(db: &Db, name: &str) -> Result<String, Busy> {
    third()?;
    Ok(format!("{}{name}", db.0))
}

#[tokio::test]
async fn of_references() {
    assert_third!(references(&Db(1), "a").await, "1a".to_owned());
}

#[retry(3, backoff = none)]
async fn owned_and_borrowed(db: Db, name: String) -> Result<usize, Busy> {
    third()?;
    tokio::task::yield_now().await;
    Ok(name.len() + usize::try_from(db.0).unwrap_or(0))
}

#[tokio::test]
async fn of_owned_arguments_that_are_only_borrowed_and_cannot_be_cloned() {
    assert_third!(owned_and_borrowed(Db(1), "a".to_owned()).await, 2);
}

fn takes(name: String) -> usize {
    drop(name);
    7
}

#[retry(3, backoff = none)]
async fn owned_and_cloned(name: String) -> Result<usize, Busy> {
    let length = takes(name.clone());
    third()?;
    Ok(length)
}

#[tokio::test]
async fn of_owned_arguments_that_the_body_clones() {
    assert_third!(owned_and_cloned("a".to_owned()).await, 7);
}

#[retry(3, backoff = none)]
async fn copied(id: u64, flag: bool) -> Result<u64, Busy> {
    third()?;
    Ok(if flag { id } else { 0 })
}

#[tokio::test]
async fn of_copies() {
    assert_third!(copied(4, true).await, 4);
}

#[retry(3, backoff = none)]
async fn mutable(mut list: Vec<u64>, mut number: u64) -> Result<(Vec<u64>, u64), Busy> {
    list.push(9);
    number += 1;
    third()?;
    Ok((list, number))
}

#[tokio::test]
async fn each_attempt_has_a_mut_argument_as_it_was() {
    assert_third!(mutable(vec![1], 1).await, (vec![1, 9], 2));
}

#[retry(3, backoff = none)]
async fn by_mutable_reference(list: &mut Vec<u64>) -> Result<usize, Busy> {
    list.push(9);
    third()?;
    Ok(list.len())
}

#[tokio::test]
async fn what_is_behind_a_mutable_reference_is_shared_by_the_attempts() {
    assert_third!(by_mutable_reference(&mut vec![1]).await, 4);
}

#[retry(3, backoff = none)]
async fn borrowed_result<'a>(db: &'a Db, _name: &str) -> Result<&'a u64, Busy> {
    third()?;
    Ok(&db.0)
}

#[tokio::test]
async fn of_a_borrowed_result() {
    let db = Db(3);
    assert_third!(borrowed_result(&db, "a").await, &3);
}

#[retry(3, backoff = none)]
async fn destructured((a, b): (u64, u64), Db(c): Db, [first, ..]: [u64; 2]) -> Result<u64, Busy> {
    third()?;
    Ok(a + b + c + first)
}

#[tokio::test]
async fn of_destructured_arguments() {
    assert_third!(destructured((1, 2), Db(3), [4, 5]).await, 10);
}

#[retry(3, backoff = none)]
async fn destructured_mut((mut a, b): (Vec<u64>, u64)) -> Result<usize, Busy> {
    a.push(b);
    third()?;
    Ok(a.len())
}

#[tokio::test]
async fn of_a_mut_name_in_a_pattern() {
    assert_third!(destructured_mut((vec![], 1)).await, 1);
}

#[retry(3, backoff = none)]
async fn ignored(_: Db, _unused: u64) -> Result<u8, Busy> {
    third()?;
    Ok(1)
}

#[tokio::test]
async fn of_arguments_without_a_use() {
    assert_third!(ignored(Db(1), 1).await, 1);
}

#[retry(3, backoff = none)]
async fn returns_early(id: u64) -> Result<u64, Busy> {
    if id == 0 {
        return Ok(0);
    }
    match third() {
        Ok(()) => {}
        Err(busy) => return Err(busy),
    }
    Ok(id)
}

#[tokio::test]
async fn of_early_returns() {
    assert_third!(returns_early(5).await, 5);
}

#[retry(3, backoff = none)]
fn blocking(list: &[u64], mut sum: u64) -> Result<u64, Busy> {
    sum += list.iter().sum::<u64>();
    third()?;
    Ok(sum)
}

#[test]
fn of_what_is_not_async() {
    assert_third!(blocking(&[1, 2], 3), 6);
}

#[retry(3, backoff = none)]
fn blocking_borrowed_result<'a>(list: &'a [u64], name: &str) -> Result<&'a u64, Busy> {
    third()?;
    list.get(name.len()).ok_or(Busy)
}

#[test]
fn of_what_is_not_async_and_gives_a_borrow() {
    assert_third!(blocking_borrowed_result(&[1, 2], "a"), &2);
}

/// # Safety
///
/// None is needed.
#[retry(3, backoff = none)]
#[expect(unsafe_code, reason = "the form is what is tested")]
async unsafe fn not_safe(id: u64) -> Result<u64, Busy> {
    third()?;
    Ok(id)
}

#[tokio::test]
#[expect(unsafe_code, reason = "the form is what is tested")]
async fn of_an_unsafe_function() {
    // SAFETY: it needs nothing.
    assert_third!(unsafe { not_safe(2) }.await, 2);
}

macro_rules! made_by_a_macro {
    ($name:ident, $arg:ident: $ty:ty, $value:expr) => {
        #[retry(3, backoff = none)]
        async fn $name($arg: $ty) -> Result<$ty, Busy> {
            third()?;
            Ok(2 * $value + $arg)
        }
    };
}

made_by_a_macro!(by_macro, id: u64, 1 + 2);

#[tokio::test]
async fn of_a_function_made_by_a_macro() {
    assert_third!(by_macro(1).await, 7);
}

#[retry(3, backoff = none)]
async fn with_a_loop(urls: Vec<String>) -> Result<u64, Busy> {
    let mut length = 0;
    for url in &urls {
        length += url.len() as u64;
        tokio::task::yield_now().await;
    }
    third()?;
    Ok(length)
}

#[tokio::test]
async fn of_a_body_that_waits_while_it_borrows() {
    assert_third!(with_a_loop(vec!["a".to_owned()]).await, 1);
}

#[tokio::test]
async fn the_futures_can_be_sent() {
    fn sent<T: Send>(_: &T) {}
    sent(&references(&Db(1), "a"));
    sent(&owned_and_borrowed(Db(1), String::new()));
    sent(&mutable(vec![], 1));
    sent(&by_mutable_reference(&mut vec![]));
    sent(&destructured((1, 2), Db(3), [4, 5]));
    super::runs();
}
