//! Next to attribute macros of other crates: each wraps the body itself, wherever it stands.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use gambeson::{cached, invalidate};
use tracing::instrument;
use tracing_subscriber::layer::{Context, Layer, SubscriberExt};
use tracing_subscriber::registry::LookupSpan;

use crate::support::{ran, runs};

#[cached(ttl = "5m", key = "foreign:kept:{id}", handle = Kept)]
async fn kept(id: u64) -> u64 {
    id
}

#[instrument]
#[invalidate(key = "foreign:kept:{id}")]
#[cached(ttl = "5m", key = "foreign:above:{id}")]
async fn above(id: u64) -> u64 {
    ran();
    id
}

#[invalidate(key = "foreign:kept:{id}")]
#[instrument(skip_all)]
#[cached(ttl = "5m", key = "foreign:between:{id}")]
async fn between(id: u64) -> u64 {
    ran();
    id
}

#[invalidate(key = "foreign:kept:{id}")]
#[cached(ttl = "5m", key = "foreign:below:{id}")]
#[tracing::instrument(level = "info", fields(id = id))]
async fn below(id: u64) -> Result<u64, String> {
    ran();
    Ok(id)
}

#[instrument]
#[cached(ttl = "5m", key = "foreign:two:{id}")]
#[instrument]
#[invalidate(key = "foreign:kept:{id}", allow(order))]
async fn two(id: u64) -> u64 {
    ran();
    id
}

/// Counts the spans that are opened.
#[derive(Clone, Default)]
struct Spans(Arc<AtomicU32>);

impl<S: tracing::Subscriber + for<'a> LookupSpan<'a>> Layer<S> for Spans {
    fn on_new_span(
        &self,
        _: &tracing::span::Attributes<'_>,
        _: &tracing::span::Id,
        _: Context<'_, S>,
    ) {
        self.0.fetch_add(1, Ordering::Relaxed);
    }
}

#[tokio::test]
async fn a_span_is_opened_when_the_body_runs() {
    let spans = Spans::default();
    let _guard =
        tracing::subscriber::set_default(tracing_subscriber::registry().with(spans.clone()));
    macro_rules! assert_spans {
        ($id:literal, $call:expr, $each:literal) => {
            let (opened, ran) = (spans.0.load(Ordering::Relaxed), runs());
            for _ in 0..3 {
                kept($id).await;
                let _ = $call;
                assert!(
                    Kept::peek($id).await.is_none(),
                    "the attribute on top runs on every call"
                );
            }
            assert_eq!(runs(), ran + 1);
            assert_eq!(
                spans.0.load(Ordering::Relaxed),
                opened + $each,
                "{}",
                stringify!($call)
            );
        };
    }
    assert_spans!(1, above(1).await, 1);
    assert_spans!(2, between(2).await, 1);
    assert_spans!(3, below(3).await, 1);

    let opened = spans.0.load(Ordering::Relaxed);
    assert_eq!((two(4).await, two(4).await), (4, 4));
    assert_eq!(spans.0.load(Ordering::Relaxed), opened + 2);
}

/// Both of the runtime's macros make a sync function of an async one, which is then cached as such.
mod main_functions {
    use gambeson::cached;

    use crate::support::{ran, runs};

    #[cached(ttl = "5m", key = "foreign:main_above")]
    #[tokio::main(flavor = "current_thread")]
    async fn main_below() -> u64 {
        ran();
        tokio::task::yield_now().await;
        7
    }

    #[tokio::main(flavor = "current_thread")]
    #[cached(ttl = "5m", key = "foreign:main_below")]
    async fn main_above() -> Result<u64, String> {
        ran();
        tokio::task::yield_now().await;
        Ok(7)
    }

    #[test]
    fn next_to_the_macro_of_a_main_function() {
        assert_eq!((main_below(), main_below()), (7, 7));
        assert_eq!(runs(), 1);
        assert_eq!((main_above(), main_above()), (Ok(7), Ok(7)));
        assert_eq!(runs(), 2);
    }
}

#[tokio::test]
#[invalidate(key = "foreign:kept:100")]
async fn below_the_macro_of_a_test() {
    assert_eq!(kept(100).await, 100);
}

#[invalidate(key = "foreign:kept:101")]
#[tokio::test]
async fn above_the_macro_of_a_test() {
    assert_eq!(kept(101).await, 101);
}

#[test]
#[cached(ttl = "5m", key = "foreign:test")]
fn a_test_that_is_cached() -> Result<(), std::num::ParseIntError> {
    ran();
    "7".parse::<u64>().map(drop)
}
