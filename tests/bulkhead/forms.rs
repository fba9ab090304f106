//! `#[bulkhead]` on all forms of functions.
#![deny(warnings, clippy::pedantic)]

use std::fmt::Display;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use gambeson::{Rejected, bulkhead};
use tokio::task::yield_now;

use crate::support::PayError;

type Pay<T> = Result<T, PayError>;

#[bulkhead(1)]
async fn borrows(text: &str, more: &mut Vec<u8>) -> Result<usize, PayError> {
    more.push(1);
    yield_now().await;
    Ok(text.len())
}

#[bulkhead(1)]
async fn gives_a_borrow<'a>(text: &'a str, _other: &str) -> Pay<&'a str> {
    yield_now().await;
    Ok(text)
}

#[bulkhead(1)]
async fn consumes(text: String, mut list: Vec<String>) -> Pay<Vec<String>> {
    yield_now().await;
    list.push(text);
    Ok(list)
}

#[bulkhead(1)]
async fn generic<T: Display + Send, const N: usize>(value: T) -> Result<String, PayError>
where
    Option<T>: Clone,
{
    yield_now().await;
    Ok(format!("{value}{N}"))
}

#[bulkhead(1)]
async fn gives_an_impl(n: u8) -> Result<impl Display + use<>, PayError> {
    yield_now().await;
    Ok(n)
}

#[bulkhead(1)]
fn makes_a_future(text: &str) -> impl Future<Output = Pay<usize>> + Send {
    let length = text.len();
    async move {
        yield_now().await;
        Ok(length)
    }
}

#[bulkhead(1)]
fn makes_a_box(text: &str) -> Pin<Box<dyn Future<Output = Pay<usize>> + Send + '_>> {
    Box::pin(async move {
        yield_now().await;
        Ok(text.len())
    })
}

#[bulkhead(1)]
async fn nothing() -> Result<(), Rejected> {
    yield_now().await;
    Ok(())
}

#[bulkhead(1)]
fn blocking(text: &str) -> Pay<&str> {
    if text.is_empty() {
        return Ok("none");
    }
    Ok(text)
}

#[bulkhead(1)]
fn blocking_generic<T: Clone>(value: &T) -> Result<T, Rejected> {
    Ok(value.clone())
}

#[derive(Debug)]
struct Client(u8);

impl Client {
    #[bulkhead(1, handle = fn by_ref_guards)]
    async fn by_ref(&self) -> Pay<u8> {
        yield_now().await;
        Ok(self.0)
    }

    #[bulkhead(1)]
    async fn by_mut(&mut self) -> Pay<u8> {
        self.0 += 1;
        yield_now().await;
        Ok(self.0)
    }

    #[bulkhead(1)]
    async fn by_value(self) -> Pay<u8> {
        yield_now().await;
        Ok(self.0)
    }

    #[bulkhead(1)]
    async fn by_arc(self: Arc<Self>) -> Pay<u8> {
        yield_now().await;
        Ok(self.0)
    }

    #[bulkhead(1)]
    fn blocking(&self) -> Pay<u8> {
        Ok(self.0)
    }
}

trait Charge {
    fn cents(&self) -> u8;

    #[bulkhead(1)]
    async fn charge(&self) -> Pay<u8> {
        yield_now().await;
        Ok(self.cents())
    }
}

impl Charge for Client {
    fn cents(&self) -> u8 {
        self.0
    }
}

#[async_trait::async_trait]
trait Refund {
    async fn refund(&self, text: String) -> Pay<String>;
}

#[async_trait::async_trait]
impl Refund for Client {
    #[bulkhead(1)]
    async fn refund(&self, text: String) -> Pay<String> {
        yield_now().await;
        Ok(text)
    }
}

fn is_send<F: Send>(future: F) -> F {
    future
}

/// One of two calls side by side is refused, and the next one is not.
macro_rules! one_at_a_time {
    ($call:expr => $value:expr) => {
        let (first, second) = tokio::join!(
            is_send(async { $call.await }),
            is_send(async { $call.await })
        );
        assert_eq!(first.unwrap(), $value);
        assert!(second.is_err());
        assert_eq!($call.await.unwrap(), $value);
    };
}

#[tokio::test]
async fn free_functions() {
    one_at_a_time!(borrows("ab", &mut Vec::new()) => 2);
    one_at_a_time!(gives_a_borrow("ab", "") => "ab");
    one_at_a_time!(consumes("a".into(), vec![]) => ["a"]);
    one_at_a_time!(nothing() => ());
    let (first, second) = tokio::join!(gives_an_impl(3), gives_an_impl(3));
    assert_eq!(first.unwrap().to_string(), "3");
    assert!(second.is_err());
}

#[tokio::test]
async fn one_bulkhead_for_all_types_of_a_generic_function() {
    let (first, second) = tokio::join!(generic::<_, 1>('a'), generic::<_, 2>("b"));
    assert_eq!(first.unwrap(), "a1");
    assert!(second.is_err());
}

#[tokio::test]
async fn functions_that_make_futures() {
    one_at_a_time!(makes_a_future("ab") => 2);
    one_at_a_time!(makes_a_box("ab") => 2);
}

#[test]
fn sync_functions() {
    assert_eq!(blocking("ab"), Ok("ab"));
    assert_eq!(blocking(""), Ok("none"));
    assert_eq!(blocking_generic(&7), Ok(7));
    assert_eq!(Client(1).blocking(), Ok(1));
}

#[tokio::test]
async fn methods() {
    one_at_a_time!(Client(1).by_ref() => 1);
    one_at_a_time!(Client(1).by_mut() => 2);
    one_at_a_time!(Client(1).by_value() => 1);
    one_at_a_time!(Arc::new(Client(1)).by_arc() => 1);
    one_at_a_time!(Client(1).refund("a".into()) => "a");
    let client = Client(1);
    let (first, second) = tokio::join!(client.charge(), client.charge());
    assert_eq!(first, Ok(1));
    assert!(second.is_err());
    assert_eq!(Client::by_ref_guards().bulkhead().in_use(), 0);
}
