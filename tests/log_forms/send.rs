//! A future is `Send` exactly when the body is.

use std::marker::PhantomData;
use std::rc::Rc;

use futures::Stream;
use gambeson::{log_exceptions, log_execution_time};
use tokio::task::yield_now;

#[log_execution_time(span, stuck = "1m")]
#[log_exceptions]
async fn sent(text: &str) -> Result<usize, String> {
    yield_now().await;
    Ok(text.len())
}

#[log_execution_time(span, stuck = "1m")]
async fn kept(id: u64) -> u64 {
    let not_send = Rc::new(id);
    yield_now().await;
    *not_send
}

#[log_execution_time(stream)]
fn sent_stream(id: u64) -> impl Stream<Item = u64> {
    futures::stream::iter([id])
}

#[log_execution_time(stream)]
fn kept_stream(id: u64) -> impl Stream<Item = Rc<u64>> {
    futures::stream::iter([Rc::new(id)])
}

/// Of which it is asked whether a type is `Send`.
struct Probe<T>(PhantomData<T>);

const fn probe<T>(_: &T) -> Probe<T> {
    Probe(PhantomData)
}

trait Sent {
    fn is_send(&self) -> bool;
}

impl<T: Send> Sent for Probe<T> {
    fn is_send(&self) -> bool {
        let Self(PhantomData) = self;
        true
    }
}

trait Kept {
    fn is_send(&self) -> bool;
}

impl<T> Kept for &Probe<T> {
    fn is_send(&self) -> bool {
        let Probe(PhantomData) = self;
        false
    }
}

#[tokio::test]
async fn a_future_is_send_exactly_when_the_body_is() {
    let (sent, kept) = (sent("a"), kept(1));
    assert!((&probe(&sent)).is_send());
    assert!(!(&probe(&kept)).is_send());
    assert_eq!((sent.await, kept.await), (Ok(1), 1));
}

#[test]
fn a_stream_is_send_exactly_when_its_body_is() {
    assert!((&probe(&sent_stream(1))).is_send());
    assert!(!(&probe(&kept_stream(1))).is_send());
}

#[tokio::test]
async fn a_future_can_be_spawned() {
    let task = tokio::spawn(sent("ab"));
    assert!(matches!(task.await, Ok(Ok(2))));
}
