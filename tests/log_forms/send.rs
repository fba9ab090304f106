//! A future is `Send` exactly when the body is.

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

/// Whether a value is `Send`, told by its type.
macro_rules! is_send {
    ($value:expr) => {{
        struct Probe<'a, T>(&'a T);
        trait Sendable {
            fn answer(&self) -> bool;
        }
        impl<T: Send> Sendable for &Probe<'_, T> {
            fn answer(&self) -> bool {
                true
            }
        }
        trait Any {
            fn answer(&self) -> bool;
        }
        impl<T> Any for Probe<'_, T> {
            fn answer(&self) -> bool {
                false
            }
        }
        (&&Probe(&$value)).answer()
    }};
}

#[tokio::test]
async fn a_future_is_send_exactly_when_the_body_is() {
    let (sent, kept) = (sent("a"), kept(1));
    assert!(is_send!(sent));
    assert!(!is_send!(kept));
    assert_eq!((sent.await, kept.await), (Ok(1), 1));
}

#[test]
fn a_stream_is_send_exactly_when_its_body_is() {
    assert!(is_send!(sent_stream(1)));
    assert!(!is_send!(kept_stream(1)));
}

#[tokio::test]
async fn a_future_can_be_spawned() {
    let task = tokio::spawn(sent("ab"));
    assert!(matches!(task.await, Ok(Ok(2))));
}
