//! `#[timeout]` on all forms of functions.
#![deny(warnings, clippy::pedantic)]
#![allow(clippy::unused_async, reason = "the forms are what is tested")]

use std::fmt::Display;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use gambeson::{Rejected, timeout};

use crate::support::{PayError, SECOND, late};

type Pay<T> = Result<T, PayError>;

#[timeout("1s")]
async fn borrows(text: &str, more: &mut Vec<u8>) -> Result<usize, PayError> {
    more.push(1);
    hangs(text.is_empty()).await;
    Ok(text.len())
}

#[timeout("1s")]
async fn gives_a_borrow<'a>(text: &'a str, _other: &str) -> Pay<&'a str> {
    hangs(text.is_empty()).await;
    Ok(text)
}

#[timeout("1s")]
async fn consumes(text: String, mut list: Vec<String>) -> Pay<Vec<String>> {
    hangs(text.is_empty()).await;
    list.push(text);
    Ok(list)
}

#[timeout("1s")]
async fn destructures((a, b): (u8, u8), [c, ..]: [u8; 3]) -> Pay<u8> {
    hangs(a == 0).await;
    Ok(a + b + c)
}

#[timeout("1s")]
async fn generic<T: Display + Send, const N: usize>(value: T) -> Result<String, PayError>
where
    Option<T>: Clone,
{
    hangs(N == 0).await;
    Ok(format!("{value}{N}"))
}

#[timeout("1s")]
async fn gives_an_impl(n: u8) -> Result<impl Display + use<>, PayError> {
    hangs(n == 0).await;
    Ok(n)
}

#[timeout("1s")]
fn makes_a_future(text: &str) -> impl Future<Output = Pay<usize>> + Send {
    let length = text.len();
    async move {
        hangs(length == 0).await;
        Ok(length)
    }
}

#[timeout("1s")]
fn makes_a_box(text: &str) -> Pin<Box<dyn Future<Output = Pay<usize>> + Send + '_>> {
    Box::pin(async move {
        hangs(text.is_empty()).await;
        Ok(text.len())
    })
}

#[timeout("1s")]
async fn returns_early(n: u8) -> Pay<u8> {
    if n == 1 {
        return Ok(10);
    }
    let n = Ok::<_, PayError>(n)?;
    hangs(n == 0).await;
    Ok(n)
}

#[timeout("1s")]
async fn nothing(n: u8) -> Result<(), Rejected> {
    hangs(n == 0).await;
    Ok(())
}

#[timeout("1s")]
async fn boxed_error(n: u8) -> Result<u8, Box<dyn std::error::Error + Send + Sync>> {
    hangs(n == 0).await;
    Ok(n)
}

#[derive(Debug)]
struct Client(u8);

impl Client {
    #[timeout("1s")]
    async fn by_ref(&self) -> Pay<u8> {
        hangs(self.0 == 0).await;
        Ok(self.0)
    }

    #[timeout("1s")]
    async fn by_mut(&mut self) -> Pay<u8> {
        self.0 += 1;
        hangs(self.0 == 1).await;
        Ok(self.0)
    }

    #[timeout("1s")]
    async fn by_value(self) -> Pay<u8> {
        hangs(self.0 == 0).await;
        Ok(self.0)
    }

    #[timeout("1s")]
    async fn by_arc(self: Arc<Self>) -> Pay<u8> {
        hangs(self.0 == 0).await;
        Ok(self.0)
    }

    #[timeout("1s")]
    async fn without_self(n: u8) -> Pay<Self> {
        hangs(n == 0).await;
        Ok(Self(n))
    }
}

trait Charge {
    fn cents(&self) -> u8;

    #[timeout("1s")]
    async fn charge(&self) -> Pay<u8> {
        hangs(self.cents() == 0).await;
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
    #[timeout("1s")]
    async fn refund(&self, text: String) -> Pay<String> {
        hangs(self.0 == 0).await;
        Ok(text)
    }
}

async fn hangs(yes: bool) {
    if yes {
        std::future::pending::<()>().await;
    }
}

fn is_send<F: Send>(future: F) -> F {
    future
}

macro_rules! timed {
    ($good:expr => $value:expr, $bad:expr) => {
        assert_eq!(is_send($good).await.unwrap(), $value);
        let start = tokio::time::Instant::now();
        assert!(is_send($bad).await.is_err());
        assert_eq!(start.elapsed(), SECOND);
    };
}

#[tokio::test(start_paused = true)]
async fn free_functions() {
    timed!(borrows("ab", &mut Vec::new()) => 2, borrows("", &mut Vec::new()));
    timed!(gives_a_borrow("ab", "") => "ab", gives_a_borrow("", ""));
    timed!(consumes("a".into(), vec![]) => ["a"], consumes(String::new(), vec![]));
    timed!(destructures((1, 2), [3; 3]) => 6, destructures((0, 2), [3; 3]));
    timed!(generic::<_, 1>('a') => "a1", generic::<_, 0>('a'));
    timed!(nothing(1) => (), nothing(0));
    timed!(boxed_error(1) => 1, boxed_error(0));
    timed!(returns_early(1) => 10, returns_early(0));
    assert_eq!(gives_an_impl(3).await.unwrap().to_string(), "3");
    assert!(gives_an_impl(0).await.is_err());
}

#[tokio::test(start_paused = true)]
async fn functions_that_make_futures() {
    timed!(makes_a_future("ab") => 2, makes_a_future(""));
    timed!(makes_a_box("ab") => 2, makes_a_box(""));
}

#[tokio::test(start_paused = true)]
async fn methods() {
    timed!(Client(1).by_ref() => 1, Client(0).by_ref());
    timed!(Client(1).by_mut() => 2, Client(0).by_mut());
    timed!(Client(1).by_value() => 1, Client(0).by_value());
    timed!(Arc::new(Client(1)).by_arc() => 1, Arc::new(Client(0)).by_arc());
    assert_eq!(Client::without_self(1).await.unwrap().0, 1);
    assert_eq!(Client(1).charge().await, Ok(1));
    assert_eq!(late(&Client(0).charge().await).1, SECOND);
    timed!(Client(1).refund("a".into()) => "a", Client(0).refund("a".into()));
}

#[test]
fn it_takes_seventy_two_bytes_at_most() {
    async fn plain(n: u64) -> Pay<u64> {
        tokio::task::yield_now().await;
        Ok(n)
    }
    #[timeout("1s")]
    async fn timed(n: u64) -> Pay<u64> {
        tokio::task::yield_now().await;
        Ok(n)
    }
    let (plain, timed) = (size_of_val(&plain(1)), size_of_val(&timed(1)));
    assert!(timed <= plain + 72, "{timed} bytes over {plain}");
    let _: Duration = SECOND;
}
