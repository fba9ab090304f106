//! It works on every form of function.

use std::future::Future;
use std::pin::Pin;

use gambeson::log_exceptions;
use gambeson_tests::log_events::Events;
use tracing::Level;

use super::PayError;

type Answer<T> = Result<T, PayError>;

#[log_exceptions]
fn by_an_alias() -> Answer<u8> {
    Err(PayError::NotFound)
}

#[log_exceptions]
fn an_impl_future() -> impl Future<Output = Result<u8, PayError>> {
    async { Err(PayError::NotFound) }
}

#[log_exceptions]
fn a_boxed_future<'a>(
    id: &'a str,
) -> Pin<Box<dyn Future<Output = Result<u8, PayError>> + Send + 'a>> {
    Box::pin(async move {
        assert!(!id.is_empty());
        Err(PayError::NotFound)
    })
}

#[log_exceptions]
fn generic<T: Clone, E: std::fmt::Display>(value: &T, error: E) -> Result<T, E> {
    if size_of::<T>() > 0 {
        Err(error)
    } else {
        Ok(value.clone())
    }
}

#[log_exceptions]
fn borrowed(list: &mut [u8]) -> Result<&mut u8, &'static str> {
    list.first_mut().ok_or("empty")
}

#[log_exceptions(panics)]
fn never(what: &str) -> ! {
    panic!("{what}")
}

#[log_exceptions(panics)]
extern "C" fn foreign() -> u8 {
    7
}

struct Shop;

#[async_trait::async_trait]
trait Prices {
    async fn price(&self, sku: u32) -> Result<u32, PayError>;
}

#[async_trait::async_trait]
impl Prices for Shop {
    #[log_exceptions(reraise = false, default = sku)]
    async fn price(&self, sku: u32) -> Result<u32, PayError> {
        Err(PayError::NotFound)
    }
}

impl Shop {
    #[log_exceptions(reraise = false, fallback(with = Self::usual))]
    async fn method(&self, sku: u32) -> Result<u32, PayError> {
        Err(PayError::NotFound)
    }

    fn usual(&self, sku: u32, error: PayError) -> Result<u32, PayError> {
        let size = u32::try_from(size_of_val(self)).map_err(|_| error)?;
        Ok(sku + size)
    }
}

#[tokio::test]
async fn each_form_tells_of_its_failure() {
    let (events, _listening) = Events::listen(Level::TRACE);
    assert!(by_an_alias().is_err());
    assert!(an_impl_future().await.is_err());
    assert!(a_boxed_future("7").await.is_err());
    assert!(generic(&1_u8, "down").is_err());
    assert!(borrowed(&mut []).is_err());
    assert!(std::panic::catch_unwind(|| never("boom")).is_err());
    assert_eq!(events.take().len(), 6);
    assert_eq!(borrowed(&mut [1]), Ok(&mut 1));
    assert_eq!(Shop.price(3).await.ok(), Some(3));
    assert_eq!(Shop.method(3).await.ok(), Some(3));
    assert_eq!(events.take().len(), 2);
    assert_eq!(foreign(), 7);
}
