use std::fmt::Debug;

use gambeson::fallback;

#[derive(Debug, PartialEq)]
enum PriceError {
    Down,
}

const USUAL: u32 = 3;

#[fallback(USUAL)]
fn by_a_name(_item: &str) -> Result<u32, PriceError> {
    Err(PriceError::Down)
}

#[fallback(value = usual(item))]
async fn by_a_call(item: &str) -> Result<u32, PriceError> {
    if item.is_empty() { Ok(0) } else { Err(PriceError::Down) }
}

#[fallback(Some(1), only(PriceError::Down), name = "options", allow(order))]
fn by_a_constructor() -> Result<Option<u32>, PriceError> {
    Err(PriceError::Down)
}

#[fallback(with = other::<T>)]
fn by_a_generic_function<T: Debug>(item: T) -> Result<String, PriceError> {
    drop(format!("{item:?}"));
    Err(PriceError::Down)
}

fn usual(item: &str) -> u32 {
    item.len() as u32
}

fn other<T: Debug>(item: T, error: PriceError) -> Result<String, PriceError> {
    Ok(format!("{item:?} {error:?}"))
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    assert_eq!(by_a_name("tea"), Ok(3));
    assert_eq!(by_a_call("tea").await, Ok(3));
    assert_eq!(by_a_constructor(), Ok(Some(1)));
    assert_eq!(by_a_generic_function(1), Ok("1 Down".to_owned()));
}
