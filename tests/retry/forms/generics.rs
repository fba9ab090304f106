//! Functions with parameters.

use std::fmt::Display;

use gambeson::retry;

use super::{Busy, assert_third, third};

#[retry(3, backoff = none)]
async fn generic<T: Display + Sync>(value: T) -> Result<String, Busy> {
    third()?;
    Ok(value.to_string())
}

#[retry(3, backoff = none)]
async fn constant<const N: usize>(list: [u64; N]) -> Result<usize, Busy> {
    third()?;
    Ok(list.len() + N)
}

#[retry(3, backoff = none)]
async fn taken(value: impl Display + Sync) -> Result<usize, Busy> {
    third()?;
    Ok(value.to_string().len())
}

#[retry(3, backoff = none)]
async fn given(name: &str) -> Result<impl Display, Busy> {
    third()?;
    Ok(name.to_owned())
}

#[retry(3, backoff = none)]
async fn bounded<E>(failing: fn() -> E) -> Result<u64, E>
where
    E: Send,
{
    third().map_err(|_| failing())?;
    Ok(1)
}

#[retry(3, backoff = none)]
async fn called<F>(work: F) -> Result<u64, Busy>
where
    F: AsyncFn() -> Result<u64, Busy>,
{
    work().await
}

#[tokio::test]
async fn of_a_type_parameter() {
    assert_third!(generic("a").await, "a".to_owned());
}

#[tokio::test]
async fn of_a_constant() {
    assert_third!(constant([1, 2]).await, 4);
}

#[tokio::test]
async fn of_an_impl_trait_argument() {
    assert_third!(taken("abc").await, 3);
}

#[tokio::test]
async fn of_an_impl_trait_result() {
    super::runs();
    let given = given("a").await.map(|given| given.to_string());
    assert_eq!(given, Ok("a".to_owned()));
    assert_eq!(super::runs(), 3);
}

#[tokio::test]
async fn of_a_type_parameter_as_the_error() {
    assert_third!(bounded(|| Busy).await, 1);
}

#[tokio::test]
async fn of_a_closure_that_is_called() {
    assert_third!(
        called(async || {
            third()?;
            Ok(1)
        })
        .await,
        1
    );
}
