//! Generic functions: types, constants, lifetimes, and `impl Trait` in and out.

use std::error::Error;
use std::fmt::{self, Debug, Display};
use std::hash::Hash;

use gambeson::{log_exceptions, log_execution_time};
use tokio::task::yield_now;

#[log_execution_time]
#[log_exceptions]
async fn types<T: Display + Send, E: Display + Debug + Send>(
    value: T,
    error: Option<E>,
) -> Result<String, E> {
    yield_now().await;
    error.map_or_else(|| Ok(value.to_string()), Err)
}

#[tokio::test]
async fn types_and_a_generic_error() {
    assert_both!(
        types(1, None::<String>).await,
        types(1, Some("no")).await,
        "types"
    );
}

#[log_execution_time]
fn constants<const N: usize, const UP: bool>(items: [u8; N]) -> usize {
    if UP { items.len() } else { 0 }
}

#[test]
fn constants_as_parameters() {
    assert_eq!(assert_told!(constants::<2, true>([1, 2]), "constants"), 2);
}

#[log_execution_time]
fn lifetimes<'a, 'b: 'a>(first: &'a str, second: &'b str, one: bool) -> &'a str {
    if one { first } else { second }
}

#[test]
fn named_lifetimes() {
    assert_eq!(assert_told!(lifetimes("a", "b", false), "lifetimes"), "b");
}

#[log_execution_time]
fn impl_in(items: impl IntoIterator<Item = impl Into<u64>>) -> u64 {
    items.into_iter().map(Into::into).sum()
}

#[test]
fn impl_trait_as_an_argument() {
    assert_eq!(assert_told!(impl_in([1_u8, 2]), "impl_in"), 3);
}

#[log_execution_time]
fn impl_out(count: u64) -> impl Iterator<Item = u64> + Clone {
    (0..count).filter(|id| id % 2 == 0)
}

#[test]
fn impl_trait_as_the_return() {
    assert_eq!(assert_told!(impl_out(4), "impl_out").count(), 2);
}

#[log_execution_time]
#[log_exceptions]
fn impl_inside(fails: bool) -> Result<impl Display + use<>, impl Display + Debug + use<>> {
    if fails { Err("no") } else { Ok(1) }
}

#[test]
fn impl_trait_inside_of_a_result() {
    assert_both!(impl_inside(false), impl_inside(true), "impl_inside");
}

#[log_execution_time]
#[log_exceptions]
async fn impl_error(fails: bool) -> Result<u8, impl Error + Send + use<>> {
    yield_now().await;
    if fails { "no".parse() } else { Ok(1) }
}

#[tokio::test]
async fn an_error_of_which_only_the_trait_is_named() {
    assert_both!(
        impl_error(false).await,
        impl_error(true).await,
        "impl_error"
    );
}

#[log_execution_time]
#[log_exceptions(debug)]
fn impl_debug(fails: bool) -> Result<u8, impl Debug + use<>> {
    if fails { Err(Some("no")) } else { Ok(1) }
}

#[test]
fn an_error_of_which_only_debug_is_known() {
    assert_both!(impl_debug(false), impl_debug(true), "impl_debug");
}

#[log_execution_time]
async fn impl_out_async(text: &str) -> impl Display + '_ {
    yield_now().await;
    text.trim()
}

#[tokio::test]
async fn impl_trait_as_the_return_of_an_async_function() {
    let told = assert_told!(impl_out_async(" a ").await, "impl_out_async");
    assert_eq!(told.to_string(), "a");
}

#[log_execution_time]
fn returns_a_closure(by: u64) -> impl Fn(u64) -> u64 {
    move |id| id + by
}

#[log_execution_time]
fn returns_a_boxed_closure<'a>(by: &'a u64) -> Box<dyn Fn(u64) -> u64 + 'a> {
    Box::new(move |id| id + by)
}

#[test]
fn closures_as_the_return() {
    assert_eq!(
        assert_told!(returns_a_closure(1), "returns_a_closure")(1),
        2
    );
    assert_eq!(
        assert_told!(returns_a_boxed_closure(&2), "returns_a_boxed_closure")(1),
        3
    );
}

#[log_execution_time]
fn bounded<K, V>(keys: &[K], value: V) -> std::collections::HashMap<&K, V>
where
    K: Hash + Eq,
    V: Clone,
    for<'x> &'x K: Debug,
{
    keys.iter().map(|key| (key, value.clone())).collect()
}

#[test]
fn where_clauses() {
    assert_eq!(assert_told!(bounded(&[1, 2], "a"), "bounded").len(), 2);
}

#[log_execution_time]
fn unsized_argument<T: ?Sized + Display>(value: &T) -> String {
    value.to_string()
}

#[log_execution_time]
fn object(value: &dyn Display) -> Box<dyn Display + '_> {
    Box::new(value)
}

#[test]
fn unsized_types_and_objects() {
    assert_eq!(assert_told!(unsized_argument("a"), "unsized_argument"), "a");
    assert_eq!(assert_told!(object(&1), "object").to_string(), "1");
}

#[log_execution_time]
#[log_exceptions]
fn generic_result<T>(value: Option<T>) -> Result<T, fmt::Error> {
    value.ok_or(fmt::Error)
}

#[test]
fn a_generic_value() {
    assert_both!(
        generic_result(Some(1)),
        generic_result(None::<u8>),
        "generic_result"
    );
}

#[log_execution_time]
fn only_generic<T>(value: T) -> T {
    value
}

#[test]
fn a_result_that_only_the_caller_knows_to_be_one_is_a_value() {
    assert_eq!(
        assert_told!(only_generic(Err::<u8, u8>(1)), "only_generic"),
        Err(1)
    );
}
