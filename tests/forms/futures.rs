//! Functions that return a future, however they spell it.

use std::future::{Future, ready};
use std::pin::Pin;

use futures::FutureExt;
use futures::future::{BoxFuture, LocalBoxFuture};
use gambeson::cached;

use crate::Db;
use crate::support::ran;

#[cached(ttl = "5m", key = "futures:block:{id}")]
fn block(id: u64) -> impl Future<Output = Option<u64>> + Send {
    async move {
        ran();
        Some(id)
    }
}

#[cached(ttl = "5m", key = "futures:expression:{id}")]
fn expression(id: u64) -> impl Future<Output = u64> {
    ran();
    ready(id).map(|id| id * 2)
}

#[cached(ttl = "5m", key = "futures:borrowing:{name}")]
fn borrowing<'a>(
    db: &'a Db,
    name: &'a str,
) -> impl Future<Output = Result<String, String>> + Send + 'a {
    let early = name.len();
    async move {
        ran();
        Ok(format!("{db:?}{name}{early}"))
    }
}

#[cached(ttl = "5m", key = "futures:pinned:{id}")]
fn pinned<'a>(db: &'a Db, id: u64) -> Pin<Box<dyn Future<Output = Option<String>> + Send + 'a>> {
    ran();
    if id == 0 {
        return Box::pin(async { None });
    }
    Box::pin(async move { Some(format!("{db:?}{id}")) })
}

#[cached(ttl = "5m", key = "futures:boxed:{id}")]
fn boxed(id: u64) -> BoxFuture<'static, u64> {
    async move {
        ran();
        id
    }
    .boxed()
}

#[cached(ttl = "5m", key = "futures:local:{id}")]
fn local(id: u64) -> LocalBoxFuture<'static, u64> {
    let not_send = std::rc::Rc::new(id);
    Box::pin(async move {
        ran();
        tokio::task::yield_now().await;
        *not_send
    })
}

struct Repo {
    tenant: String,
}

impl Repo {
    #[cached(ttl = "5m", key = "futures:method:{self.tenant}:{id}")]
    fn method(&self, id: u64) -> impl Future<Output = String> + Send {
        ran();
        let tenant = self.tenant.clone();
        async move { format!("{tenant}{id}") }
    }
}

#[tokio::test]
async fn an_async_block() {
    assert_cached!(block(1).await, block(2).await);
}

#[tokio::test]
async fn any_expression_that_is_a_future() {
    assert_cached!(expression(1).await, expression(2).await);
}

#[tokio::test]
async fn a_future_that_borrows_the_arguments() {
    assert_cached!(borrowing(&Db, "a").await, borrowing(&Db, "b").await);
}

#[tokio::test]
async fn a_pinned_box_with_an_early_return() {
    assert_cached!(pinned(&Db, 1).await, pinned(&Db, 2).await);
}

#[tokio::test]
async fn boxed_futures_of_the_futures_crate() {
    assert_cached!(boxed(1).await, boxed(2).await);
    assert_cached!(local(1).await, local(2).await);
}

#[tokio::test]
async fn a_method_that_returns_a_future() {
    let (a, b) = (Repo { tenant: "a".into() }, Repo { tenant: "b".into() });
    assert_cached!(a.method(1).await, b.method(1).await);
}
