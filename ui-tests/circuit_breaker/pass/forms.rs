#![deny(warnings)]

use std::future::Future;
use std::pin::Pin;

use gambeson::{Rejected, circuit_breaker};

struct Shop(u64);

impl Shop {
    #[circuit_breaker]
    async fn by_reference(&self, cents: u64) -> Result<u64, Rejected> {
        Ok(self.0 + cents)
    }

    #[circuit_breaker]
    async fn by_value(mut self) -> Result<u64, Rejected> {
        self.0 += 1;
        Ok(self.0)
    }
}

trait Pay {
    #[circuit_breaker]
    #[allow(async_fn_in_trait)]
    async fn by_default(&self) -> Result<u64, Rejected> {
        Ok(1)
    }
}

impl Pay for Shop {}

#[circuit_breaker]
fn a_future(cents: u64) -> impl Future<Output = Result<u64, Rejected>> + Send {
    async move { Ok(cents) }
}

#[circuit_breaker]
fn boxed(cents: &u64) -> Pin<Box<dyn Future<Output = Result<u64, Rejected>> + Send + '_>> {
    Box::pin(async move { Ok(*cents) })
}

#[circuit_breaker]
async fn generic<T: Copy + Into<u64>, const N: usize>(all: [T; N]) -> Result<u64, Rejected> {
    Ok(all.iter().map(|&each| each.into()).sum())
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    assert_eq!(Shop(1).by_reference(6).await, Ok(7));
    assert_eq!(Shop(6).by_value().await, Ok(7));
    assert_eq!(Shop(6).by_default().await, Ok(1));
    assert_eq!(a_future(7).await, Ok(7));
    assert_eq!(boxed(&7).await, Ok(7));
    assert_eq!(generic([3_u32, 4]).await, Ok(7));
}
