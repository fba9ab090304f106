//! Functions that return a future: the work is timed, and not the making of it.

use std::fmt;
use std::future::{Future, ready};
use std::pin::Pin;
use std::rc::Rc;
use std::time::Duration;

use futures::FutureExt;
use futures::future::{BoxFuture, LocalBoxFuture};
use gambeson::test::ManualClock;
use gambeson::{log_exceptions, log_execution_time};
use tokio::task::yield_now;

#[log_execution_time]
#[log_exceptions]
fn block(id: u64) -> impl Future<Output = Result<u64, fmt::Error>> + Send {
    async move {
        yield_now().await;
        if id == 0 {
            return Err(fmt::Error);
        }
        Ok(id)
    }
}

#[tokio::test]
async fn an_impl_future_of_a_block() {
    assert_both!(block(1).await, block(0).await, "block");
}

#[log_execution_time]
fn expression(id: u64) -> impl Future<Output = u64> {
    ready(id).map(|id| id * 2)
}

#[tokio::test]
async fn an_impl_future_of_an_expression() {
    assert_eq!(assert_told!(expression(1).await, "expression"), 2);
}

#[log_execution_time]
#[log_exceptions]
fn pinned<'a>(
    name: &'a str,
) -> Pin<Box<dyn Future<Output = Result<&'a str, fmt::Error>> + Send + 'a>> {
    if name.is_empty() {
        return Box::pin(async { Err(fmt::Error) });
    }
    Box::pin(async move {
        yield_now().await;
        Ok(name)
    })
}

#[tokio::test]
async fn a_pinned_box() {
    assert_both!(pinned("a").await, pinned("").await, "pinned");
}

#[log_execution_time]
fn boxed(id: u64) -> BoxFuture<'static, u64> {
    async move { id }.boxed()
}

#[tokio::test]
async fn a_box_future() {
    assert_eq!(assert_told!(boxed(1).await, "boxed"), 1);
}

#[log_execution_time]
fn local(id: u64) -> LocalBoxFuture<'static, u64> {
    let not_send = Rc::new(id);
    Box::pin(async move {
        yield_now().await;
        *not_send
    })
}

#[tokio::test]
async fn a_local_box_future() {
    assert_eq!(assert_told!(local(1).await, "local"), 1);
}

#[log_execution_time]
fn borrowing<'a>(
    db: &'a [u64],
    place: &'a usize,
) -> impl Future<Output = Option<&'a u64>> + use<'a> {
    let early = *place;
    async move { db.get(early) }
}

#[tokio::test]
async fn an_impl_future_that_borrows() {
    let db = vec![1, 2];
    assert_eq!(
        assert_told!(borrowing(&db, &1).await, "borrowing"),
        Some(&2)
    );
}

#[log_execution_time]
async fn closure_argument<F, Fut>(run: F) -> u64
where
    F: FnOnce(u64) -> Fut,
    Fut: Future<Output = u64>,
{
    run(1).await
}

#[tokio::test]
async fn an_argument_that_makes_a_future() {
    let called = closure_argument(|id| async move { id + 1 });
    assert_eq!(assert_told!(called.await, "closure_argument"), 2);
}

#[log_execution_time]
fn takes_time(clock: ManualClock) -> impl Future<Output = ()> {
    async move {
        clock.advance(Duration::from_secs(2));
        yield_now().await;
    }
}

#[log_execution_time]
fn takes_time_boxed(clock: ManualClock) -> BoxFuture<'static, ()> {
    Box::pin(async move {
        yield_now().await;
        clock.advance(Duration::from_secs(2));
    })
}

#[tokio::test]
async fn the_work_is_timed_and_not_the_making_of_the_future() {
    let clock = ManualClock::new();
    let _set = clock.on_this_thread();
    let (lines, _guard) = crate::support::collect();
    takes_time(clock.clone()).await;
    takes_time_boxed(clock.clone()).await;
    let took: Vec<_> = lines
        .events()
        .iter()
        .map(|line| line.field("duration_ms").to_owned())
        .collect();
    assert_eq!(took, ["2000.0", "2000.0"]);
}

#[tokio::test]
async fn a_future_that_is_made_and_not_polled_tells_nothing() {
    let (lines, _guard) = crate::support::collect();
    drop((block(1), expression(1), pinned("a"), boxed(1), local(1)));
    assert_eq!(lines.all().len(), 0);
}
