//! Functions that return a future, however they spell it.

use std::future::{Future, ready};
use std::pin::Pin;

use futures::FutureExt;
use futures::future::BoxFuture;
use gambeson::retry;

use super::{Busy, Db, assert_third, third};

#[retry(3, backoff = none)]
fn block(id: u64, name: String) -> impl Future<Output = Result<u64, Busy>> + Send {
    async move {
        third()?;
        Ok(id + name.len() as u64)
    }
}

#[retry(3, backoff = none)]
fn expression(id: u64) -> impl Future<Output = Result<u64, Busy>> {
    ready(third()).map(move |done| done.map(|()| id * 2))
}

#[retry(3, backoff = none)]
fn borrowing<'a>(
    db: &'a Db,
    name: &'a str,
) -> impl Future<Output = Result<String, Busy>> + Send + 'a {
    let early = name.len();
    async move {
        third()?;
        Ok(format!("{}{name}{early}", db.0))
    }
}

#[retry(3, backoff = none)]
fn pinned<'a>(db: &'a Db, id: u64) -> Pin<Box<dyn Future<Output = Result<u64, Busy>> + Send + 'a>> {
    if id == 0 {
        return Box::pin(async { Err(Busy) });
    }
    Box::pin(async move {
        third()?;
        Ok(db.0 + id)
    })
}

#[retry(3, backoff = none)]
fn boxed(id: u64) -> BoxFuture<'static, Result<u64, Busy>> {
    async move {
        third()?;
        Ok(id)
    }
    .boxed()
}

#[retry(3, backoff = none)]
fn boxed_block(names: Vec<String>, db: &Db) -> BoxFuture<'_, Result<u64, Busy>> {
    Box::pin(async move {
        third()?;
        Ok(db.0 + names.len() as u64)
    })
}

#[tokio::test]
async fn an_async_block() {
    assert_third!(block(1, "a".to_owned()).await, 2);
}

#[tokio::test]
async fn any_expression_that_is_a_future() {
    assert_third!(expression(1).await, 2);
}

#[tokio::test]
async fn a_future_that_borrows_the_arguments() {
    assert_third!(borrowing(&Db(1), "a").await, "1a1".to_owned());
}

#[tokio::test]
async fn a_pinned_box_with_an_early_return() {
    assert_third!(pinned(&Db(1), 1).await, 2);
}

#[tokio::test]
async fn boxed_futures() {
    assert_third!(boxed(1).await, 1);
    assert_third!(boxed_block(vec![String::new()], &Db(1)).await, 2);
}
