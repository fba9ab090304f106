//! All forms of functions.
#![deny(warnings, clippy::pedantic)]
#![allow(clippy::unused_async, reason = "the forms are what is tested")]

use std::fmt::Display;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use gambeson::{Rejected, circuit_breaker};

use super::PayError;

type Pay<T> = Result<T, PayError>;

/// A call that succeeds, one that fails and opens the circuit, and one that is refused.
macro_rules! assert_guarded {
    ($good:expr, $bad:expr) => {
        assert!($good.is_ok());
        assert!(!refused(&$bad), "{}", stringify!($bad));
        assert!(refused(&$good), "{}", stringify!($good));
    };
}

/// Whether the result is a rejection; it fails otherwise.
fn refused<T>(result: &Pay<T>) -> bool {
    match result {
        Ok(_) => panic!("it did not fail"),
        Err(error) => matches!(error, PayError::Rejected(Rejected::CircuitOpen(_))),
    }
}

fn check(fails: bool) -> Pay<()> {
    if fails { Err(PayError::Down) } else { Ok(()) }
}

async fn checked(fails: bool) -> Pay<()> {
    tokio::task::yield_now().await;
    check(fails)
}

#[circuit_breaker(consecutive = 1)]
async fn borrows(text: &str, more: &mut Vec<u8>) -> Result<usize, PayError> {
    more.push(1);
    checked(text.is_empty()).await?;
    Ok(text.len())
}

#[circuit_breaker(consecutive = 1)]
async fn gives_a_borrow<'a>(text: &'a str, _other: &str) -> Pay<&'a str> {
    checked(text.is_empty()).await?;
    Ok(text)
}

#[circuit_breaker(consecutive = 1)]
async fn consumes(text: String, mut list: Vec<String>) -> Pay<Vec<String>> {
    checked(text.is_empty()).await?;
    list.push(text);
    Ok(list)
}

#[circuit_breaker(consecutive = 1)]
async fn destructures((a, b): (u8, u8), [c, ..]: [u8; 3]) -> Pay<u8> {
    checked(a == 0).await?;
    Ok(a + b + c)
}

#[circuit_breaker(consecutive = 1)]
async fn generic<T: Display + Send, const N: usize>(value: T, fails: bool) -> Pay<String>
where
    Option<T>: Clone,
{
    checked(fails).await?;
    Ok(format!("{value}{N}"))
}

#[circuit_breaker(consecutive = 1, fail_if = Result::is_err)]
async fn gives_an_impl(n: u8) -> Result<impl Display + use<>, PayError> {
    checked(n == 0).await?;
    Ok(n)
}

#[circuit_breaker(consecutive = 1)]
fn makes_a_future(text: &str) -> impl Future<Output = Pay<usize>> + Send {
    let length = text.len();
    async move {
        checked(length == 0).await?;
        Ok(length)
    }
}

#[circuit_breaker(consecutive = 1)]
fn makes_a_box(text: &str) -> Pin<Box<dyn Future<Output = Pay<usize>> + Send + '_>> {
    Box::pin(async move {
        checked(text.is_empty()).await?;
        Ok(text.len())
    })
}

#[circuit_breaker(consecutive = 1)]
async fn returns_early(n: u8) -> Pay<u8> {
    if n == 1 {
        return Ok(10);
    }
    checked(n == 0).await?;
    Ok(n)
}

#[circuit_breaker(consecutive = 1, key = "{host}", max_keys = 8)]
async fn by_key(host: &str, fails: bool) -> Pay<()> {
    checked(fails).await
}

#[circuit_breaker(consecutive = 1)]
fn sync(text: &str) -> Pay<usize> {
    check(text.is_empty())?;
    Ok(text.len())
}

#[tokio::test]
async fn free_functions() {
    let mut more = Vec::new();
    assert_guarded!(borrows("a", &mut more).await, borrows("", &mut more).await);
    assert_eq!(more, [1, 1]);
    assert_guarded!(
        gives_a_borrow("a", "b").await,
        gives_a_borrow("", "b").await
    );
    assert_guarded!(
        consumes(String::from("a"), Vec::new()).await,
        consumes(String::new(), Vec::new()).await
    );
    assert_guarded!(
        destructures((1, 2), [3; 3]).await,
        destructures((0, 2), [3; 3]).await
    );
    assert_guarded!(makes_a_future("a").await, makes_a_future("").await);
    assert_guarded!(makes_a_box("a").await, makes_a_box("").await);
    assert_guarded!(returns_early(1).await, returns_early(0).await);
    assert_guarded!(gives_an_impl(1).await, gives_an_impl(0).await);
    assert_guarded!(by_key("a", false).await, by_key("a", true).await);
    assert!(by_key("b", false).await.is_ok());
    assert_guarded!(sync("a"), sync(""));
}

#[tokio::test]
async fn a_generic_function_has_one_circuit_for_all_types() {
    assert!(generic::<_, 3>("a", false).await.is_ok());
    assert!(!refused(&generic::<_, 4>("a", true).await));
    assert!(refused(&generic::<_, 5>(7, false).await));
}

#[derive(Debug, Clone)]
struct Client(u8);

impl Client {
    #[circuit_breaker(consecutive = 1)]
    async fn by_ref(&self) -> Pay<u8> {
        checked(self.0 == 0).await?;
        Ok(self.0)
    }

    #[circuit_breaker(consecutive = 1, handle = fn guards)]
    async fn by_mut(&mut self) -> Pay<u8> {
        checked(self.0 == 0).await?;
        self.0 += 1;
        Ok(self.0)
    }

    #[circuit_breaker(consecutive = 1)]
    async fn by_value(self) -> Pay<u8> {
        checked(self.0 == 0).await?;
        Ok(self.0)
    }

    #[circuit_breaker(consecutive = 1, key = "{self.0}")]
    async fn by_arc(self: Arc<Self>, fails: bool) -> Pay<u8> {
        checked(fails).await?;
        Ok(self.0)
    }

    #[circuit_breaker(consecutive = 1)]
    async fn without_self(n: u8) -> Pay<Self> {
        checked(n == 0).await?;
        Ok(Self(n))
    }
}

#[tokio::test]
async fn methods() {
    assert_guarded!(Client(1).by_ref().await, Client(0).by_ref().await);
    assert_guarded!(Client(1).by_mut().await, Client(0).by_mut().await);
    Client::guards().breaker().reset();
    assert!(Client(1).by_mut().await.is_ok());
    assert_guarded!(Client(1).by_value().await, Client(0).by_value().await);
    let one = Arc::new(Client(1));
    assert_guarded!(
        one.clone().by_arc(false).await,
        one.clone().by_arc(true).await
    );
    assert!(Arc::new(Client(2)).by_arc(false).await.is_ok());
    assert_guarded!(Client::without_self(1).await, Client::without_self(0).await);
}

trait Charge {
    fn cents(&self) -> u8;

    #[circuit_breaker(consecutive = 1)]
    async fn charge(&self) -> Pay<u8> {
        checked(self.cents() == 0).await?;
        Ok(self.cents())
    }
}

impl Charge for Client {
    fn cents(&self) -> u8 {
        self.0
    }
}

#[async_trait::async_trait]
trait Pays {
    async fn pay(&self, to: String) -> Pay<String>;
}

#[async_trait::async_trait]
impl Pays for Client {
    #[circuit_breaker(consecutive = 1, name = "pays")]
    async fn pay(&self, to: String) -> Pay<String> {
        checked(to.is_empty()).await?;
        Ok(to)
    }
}

#[tokio::test]
async fn methods_of_traits() {
    assert_guarded!(Client(1).charge().await, Client(0).charge().await);
    assert_guarded!(
        Client(1).pay(String::from("a")).await,
        Client(1).pay(String::new()).await
    );
}

fn is_send<T: Send>(value: T) -> T {
    value
}

#[tokio::test]
async fn a_guarded_future_is_as_send_as_its_body() {
    drop(is_send(by_key("c", false)));
    drop(is_send(makes_a_future("a")));
    drop(is_send(Client(1).by_value()));
}

/// What guards one call is all that a future grows by.
#[tokio::test]
async fn a_guarded_future_is_hardly_larger_than_its_body() {
    #[circuit_breaker]
    async fn guarded(buffer: [u8; 256]) -> Pay<u8> {
        tokio::task::yield_now().await;
        Ok(buffer[0])
    }
    async fn plain(buffer: [u8; 256]) -> Pay<u8> {
        tokio::task::yield_now().await;
        Ok(buffer[0])
    }
    let (guarded, plain) = (guarded([0; 256]), plain([0; 256]));
    let grown = size_of_val(&guarded) - size_of_val(&plain);
    // The arguments lie in both the function's future and the body's, as in every `async fn`.
    assert!(grown <= 256 + 64, "{grown} bytes more");
}
