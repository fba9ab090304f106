//! `stream`: one event at the end of the stream, or when it is dropped.

use std::convert::Infallible;
use std::panic::AssertUnwindSafe;
use std::pin::Pin;
use std::time::Duration;

use futures::stream::{BoxStream, LocalBoxStream, iter, poll_fn};
use futures::{FutureExt, Stream, StreamExt};
use gambeson::log_execution_time;
use gambeson::test::ManualClock;
use tokio::task::yield_now;

use crate::support::collect;

#[log_execution_time(stream)]
fn plain(count: u64) -> impl Stream<Item = u64> + Send {
    iter(0..count)
}

#[log_execution_time(stream)]
async fn later(count: u64) -> impl Stream<Item = u64> {
    yield_now().await;
    iter(0..count)
}

#[log_execution_time(stream)]
fn pinned<'a>(items: &'a [u64]) -> Pin<Box<dyn Stream<Item = &'a u64> + Send + 'a>> {
    Box::pin(iter(items))
}

#[log_execution_time(stream)]
fn boxed(items: Vec<u64>) -> BoxStream<'static, u64> {
    if items.is_empty() {
        return futures::stream::empty().boxed();
    }
    iter(items).boxed()
}

#[log_execution_time(stream)]
async fn boxed_later(items: &[u64]) -> BoxStream<'_, &u64> {
    yield_now().await;
    iter(items).boxed()
}

#[log_execution_time(stream)]
fn local(item: std::rc::Rc<u64>) -> LocalBoxStream<'static, std::rc::Rc<u64>> {
    iter([item]).boxed_local()
}

#[log_execution_time(stream)]
fn fallible(items: Vec<Result<u64, String>>) -> impl Stream<Item = Result<u64, String>> {
    iter(items)
}

#[log_execution_time(stream)]
fn generic<T: Clone>(item: &T, count: usize) -> impl Stream<Item = T> + use<'_, T> {
    iter(std::iter::repeat_n(item.clone(), count))
}

struct Repo(Vec<u64>);

impl Repo {
    #[log_execution_time(stream)]
    fn all(&self) -> impl Stream<Item = u64> + '_ {
        iter(self.0.iter().copied())
    }
}

#[tokio::test]
async fn streams_however_they_are_spelt() {
    let items = [1, 2];
    assert_eq!(assert_told!(plain(2).count().await, "plain"), 2);
    assert_eq!(assert_told!(later(2).await.count().await, "later"), 2);
    assert_eq!(assert_told!(pinned(&items).count().await, "pinned"), 2);
    assert_eq!(assert_told!(boxed(items.into()).count().await, "boxed"), 2);
    assert_eq!(
        assert_told!(boxed_later(&items).await.count().await, "boxed_later"),
        2
    );
    assert_eq!(assert_told!(local(1.into()).count().await, "local"), 1);
    assert_eq!(assert_told!(generic(&"a", 3).count().await, "generic"), 3);
    assert_eq!(assert_told!(Repo(vec![1]).all().count().await, "all"), 1);
}

#[tokio::test]
async fn a_boxed_stream_is_what_it_was_when_nobody_listens() {
    assert_eq!(boxed(vec![1, 2]).collect::<Vec<_>>().await, [1, 2]);
}

#[tokio::test]
async fn the_items_and_the_time_to_the_first_are_told() {
    let clock = ManualClock::new();
    let _set = clock.on_this_thread();
    let (lines, _guard) = collect();

    #[log_execution_time(stream)]
    fn slow(clock: ManualClock) -> impl Stream<Item = u64> {
        let mut left = 3;
        poll_fn(move |_| {
            clock.advance(Duration::from_secs(1));
            left -= 1;
            std::task::Poll::Ready((left > 0).then_some(left))
        })
    }

    assert_eq!(slow(clock.clone()).count().await, 2);
    let events = lines.events();
    let [event] = events.as_slice() else {
        panic!("{events:?}")
    };
    assert_eq!(event.field("items"), "2");
    assert_eq!(event.field("first_ms"), "1000.0");
    assert_eq!(event.field("duration_ms"), "3000.0");
    assert!(!event.fields.contains_key("errors"));
}

#[tokio::test]
async fn an_empty_stream_has_no_first_item() {
    let (lines, _guard) = collect();
    assert_eq!(plain(0).count().await, 0);
    let events = lines.events();
    assert!(
        events
            .iter()
            .all(|event| !event.fields.contains_key("first_ms"))
    );
    assert_eq!(events.len(), 1);
}

#[tokio::test]
async fn a_stream_fails_if_its_last_item_does() {
    let failed = || Err("no".to_owned());
    let told = assert_told!(
        fallible(vec![Ok(1), failed()]).count().await,
        "fallible",
        "err"
    );
    assert_eq!(told, 2);
    let (lines, _guard) = collect();
    assert_eq!(fallible(vec![failed(), failed(), Ok(1)]).count().await, 3);
    assert_eq!(lines.outcomes("fallible"), ["ok"]);
    assert!(
        lines
            .events()
            .iter()
            .all(|line| line.field("errors") == "2")
    );
}

#[tokio::test]
async fn a_stream_that_is_dropped_before_its_end_is_cancelled() {
    let (lines, _guard) = collect();
    let mut stream = plain(5);
    assert_eq!(stream.next().await, Some(0));
    drop(stream);
    assert_eq!(lines.outcomes("plain"), ["cancelled"]);
    assert!(lines.events().iter().all(|line| line.field("items") == "1"));
}

#[tokio::test]
async fn a_stream_that_was_never_polled_tells_nothing() {
    let (lines, _guard) = collect();
    drop((plain(1), later(1), boxed(vec![1])));
    drop(later(1).await);
    assert_eq!(lines.all().len(), 0);
}

#[log_execution_time(stream)]
fn panics() -> impl Stream<Item = Infallible> {
    poll_fn(|_| panic!("on purpose"))
}

#[tokio::test]
async fn a_stream_that_panics_says_so() {
    let told = assert_told!(
        AssertUnwindSafe(panics().count()).catch_unwind().await,
        "panics",
        "panic"
    );
    assert!(told.is_err());
}

#[test]
fn the_size_is_as_exact_as_it_was() {
    assert_eq!(plain(3).size_hint(), (3, Some(3)));
}

#[log_execution_time(stream, level = warn, message = "rows read", args(table), fields(of = count))]
fn telling(table: String, count: u64) -> BoxStream<'static, u64> {
    drop(table);
    iter(0..count).boxed()
}

#[tokio::test]
async fn a_stream_tells_of_args_and_fields() {
    let (lines, _guard) = collect();
    assert_eq!(telling("users".into(), 2).count().await, 2);
    let events = lines.events();
    let [event] = events.as_slice() else {
        panic!("{events:?}")
    };
    assert_eq!(event.field("message"), "rows read");
    assert_eq!((event.field("table"), event.field("of")), ("users", "2"));
    assert_eq!(event.level, Some(tracing::Level::WARN));
}
