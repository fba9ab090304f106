//! What a recorder is told of functions with `metrics`. Nobody listens to the events.

use std::future::poll_fn;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::pin;
use std::sync::Arc;
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use futures::{FutureExt, Stream, StreamExt};
use gambeson::test::ManualClock;
use gambeson::{log_exceptions, log_execution_time};
use gambeson_tests::Recorded;
use tokio::sync::Barrier;

const MODULE: &str = "function_metrics";

/// What is counted of one function.
#[derive(Debug, PartialEq)]
struct Seen {
    ok: u64,
    err: u64,
    panic: u64,
    cancelled: u64,
    durations: usize,
    concurrent: f64,
}

const NONE: Seen = Seen {
    ok: 0,
    err: 0,
    panic: 0,
    cancelled: 0,
    durations: 0,
    concurrent: 0.0,
};

fn seen(function: &str) -> Seen {
    let recorded = Recorded::here();
    let of = |outcome: &str| {
        let series = format!(
            "function_calls_total{{function={function},module={MODULE},outcome={outcome}}}"
        );
        recorded.counter(&series).expect("all outcomes are there")
    };
    let labels = format!("{{function={function},module={MODULE}}}");
    Seen {
        ok: of("ok"),
        err: of("err"),
        panic: of("panic"),
        cancelled: of("cancelled"),
        durations: recorded.values(&format!("function_calls_duration_seconds{labels}")),
        concurrent: recorded
            .moved(&format!("function_calls_concurrent{labels}"))
            .expect("the gauge is there"),
    }
}

#[derive(Clone, Copy, Debug)]
enum End {
    Ok,
    Err,
    Panic,
}

fn end(how: End) -> Result<(), &'static str> {
    match how {
        End::Ok => Ok(()),
        End::Err => Err("as asked"),
        End::Panic => panic!("as asked"),
    }
}

/// Runs what panics, or not.
fn calls(call: impl Fn(End)) {
    for how in [
        End::Ok,
        End::Err,
        End::Err,
        End::Panic,
        End::Panic,
        End::Panic,
    ] {
        let panicked = catch_unwind(AssertUnwindSafe(|| call(how))).is_err();
        assert_eq!(panicked, matches!(how, End::Panic));
    }
}

const EACH: Seen = Seen {
    ok: 1,
    err: 2,
    panic: 3,
    durations: 6,
    ..NONE
};

#[log_execution_time(metrics)]
fn timed(how: End) -> Result<(), &'static str> {
    end(how)
}

#[log_execution_time(metrics)]
async fn timed_async(how: End) -> Result<(), &'static str> {
    tokio::task::yield_now().await;
    end(how)
}

#[log_exceptions(metrics)]
fn told(how: End) -> Result<(), &'static str> {
    end(how)
}

#[log_exceptions(metrics)]
async fn told_async(how: End) -> Result<(), &'static str> {
    tokio::task::yield_now().await;
    end(how)
}

fn block_on<T>(future: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread()
        .build()
        .expect("a runtime")
        .block_on(future)
}

#[test]
fn each_outcome_of_a_timed_function_is_counted() {
    Recorded::here();
    calls(|how| {
        let _ = timed(how);
    });
    assert_eq!(seen("timed"), EACH);
}

#[test]
fn each_outcome_of_a_timed_async_function_is_counted() {
    Recorded::here();
    calls(|how| {
        let _ = block_on(timed_async(how));
    });
    assert_eq!(seen("timed_async"), EACH);
}

#[test]
fn each_outcome_of_a_function_whose_errors_are_told_is_counted() {
    Recorded::here();
    calls(|how| {
        let _ = told(how);
    });
    assert_eq!(seen("told"), EACH);
}

#[test]
fn each_outcome_of_an_async_function_whose_errors_are_told_is_counted() {
    Recorded::here();
    calls(|how| {
        let _ = block_on(told_async(how));
    });
    assert_eq!(seen("told_async"), EACH);
}

#[log_execution_time(metrics)]
async fn waits_timed() {
    std::future::pending::<()>().await;
}

#[log_exceptions(metrics)]
async fn waits_told() -> Result<(), &'static str> {
    std::future::pending().await
}

fn poll_once(future: impl Future) {
    let mut future = pin!(future);
    let polled = future
        .as_mut()
        .poll(&mut Context::from_waker(Waker::noop()));
    assert!(polled.is_pending());
}

#[test]
fn a_call_that_is_dropped_is_cancelled_and_the_gauge_goes_back() {
    Recorded::here();
    // Never polled: no call.
    drop(waits_timed());
    drop(waits_told());
    {
        let mut future = pin!(waits_timed());
        assert!(future.as_mut().now_or_never().is_none());
        let seen = seen("waits_timed");
        assert_eq!(
            seen,
            Seen {
                concurrent: 1.0,
                ..NONE
            }
        );
    }
    poll_once(waits_told());
    let cancelled = Seen {
        cancelled: 1,
        durations: 1,
        ..NONE
    };
    assert_eq!(seen("waits_timed"), cancelled);
    assert_eq!(seen("waits_told"), cancelled);
}

#[log_execution_time(metrics)]
async fn dropped_by_a_panic() {
    std::future::pending::<()>().await;
}

#[test]
fn a_call_that_is_dropped_by_the_panic_of_another_future_is_cancelled() {
    Recorded::here();
    let panicked = catch_unwind(|| {
        let mut call = pin!(dropped_by_a_panic());
        block_on(poll_fn(|cx| {
            assert!(call.as_mut().poll(cx).is_pending());
            panic!("beside it");
            #[expect(unreachable_code, reason = "the type of the future")]
            Poll::Ready(())
        }));
    });
    assert!(panicked.is_err());
    let cancelled = Seen {
        cancelled: 1,
        durations: 1,
        ..NONE
    };
    assert_eq!(seen("dropped_by_a_panic"), cancelled);
}

#[log_execution_time(metrics)]
async fn by_64_tasks(
    all_in: Arc<Barrier>,
    looked: Arc<Barrier>,
    id: usize,
) -> Result<usize, usize> {
    all_in.wait().await;
    looked.wait().await;
    if id.is_multiple_of(4) {
        Err(id)
    } else {
        Ok(id)
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn the_calls_of_64_tasks_are_concurrent_and_none_is_lost() {
    Recorded::here();
    let (all_in, looked) = (Arc::new(Barrier::new(65)), Arc::new(Barrier::new(65)));
    let tasks: Vec<_> = (0..64)
        .map(|id| tokio::spawn(by_64_tasks(all_in.clone(), looked.clone(), id)))
        .collect();
    all_in.wait().await;
    assert_eq!(
        seen("by_64_tasks"),
        Seen {
            concurrent: 64.0,
            ..NONE
        }
    );
    looked.wait().await;
    for task in tasks {
        let _ = task.await.expect("no panic");
    }
    let all = Seen {
        ok: 48,
        err: 16,
        durations: 64,
        ..NONE
    };
    assert_eq!(seen("by_64_tasks"), all);
}

/// Both attributes, of which one counts.
#[log_exceptions]
#[log_execution_time(metrics)]
fn with_both(how: End) -> Result<(), &'static str> {
    end(how)
}

#[test]
fn one_of_both_attributes_counts_each_call_once() {
    Recorded::here();
    calls(|how| {
        let _ = with_both(how);
    });
    assert_eq!(seen("with_both"), EACH);
}

struct Shop;

impl Shop {
    #[log_execution_time(metrics)]
    fn generic<T: Default>(self) -> T {
        let Self = self;
        T::default()
    }
}

#[test]
fn all_types_of_a_generic_method_are_one_function() {
    Recorded::here();
    assert_eq!(Shop.generic::<u8>(), 0);
    assert_eq!(Shop.generic::<String>(), "");
    let both = Seen {
        ok: 2,
        durations: 2,
        ..NONE
    };
    assert_eq!(seen("generic"), both);
}

#[log_execution_time(metrics, slow = "250ms")]
fn takes(clock: &ManualClock, millis: u64) {
    clock.advance(Duration::from_millis(millis));
}

#[test]
fn a_call_is_slow_from_the_time_on_that_is_written() {
    let recorded = Recorded::here();
    let clock = ManualClock::new();
    let _clock = clock.on_this_thread();
    for millis in [0, 249, 250, 900] {
        takes(&clock, millis);
    }
    let slow = format!("function_slow_calls_total{{function=takes,module={MODULE}}}");
    assert_eq!(recorded.counter(&slow), Some(2));
    let four = Seen {
        ok: 4,
        durations: 4,
        ..NONE
    };
    assert_eq!(seen("takes"), four);
}

/// What is not told of is counted all the same.
#[log_exceptions(metrics, skip(_ => off))]
fn skips(how: End) -> Result<(), &'static str> {
    end(how)
}

#[test]
fn an_error_that_is_not_told_of_is_counted() {
    Recorded::here();
    calls(|how| {
        let _ = skips(how);
    });
    assert_eq!(seen("skips"), EACH);
}

#[log_execution_time(metrics, stream)]
fn items(of: usize) -> impl Stream<Item = usize> {
    futures::stream::iter(0..of)
}

#[log_execution_time(metrics, stream)]
fn boxed_items(of: usize) -> futures::stream::BoxStream<'static, usize> {
    futures::stream::iter(0..of).boxed()
}

#[test]
fn a_stream_is_one_call_until_its_end_or_its_drop() {
    Recorded::here();
    drop(items(1));
    assert_eq!(block_on(items(3).count()), 3);
    assert_eq!(block_on(boxed_items(3).count()), 3);
    {
        let mut first = pin!(boxed_items(3));
        assert_eq!(block_on(first.next()), Some(0));
        assert!(seen("boxed_items").concurrent > 0.5);
    }
    let whole = Seen {
        ok: 1,
        durations: 1,
        ..NONE
    };
    assert_eq!(seen("items"), whole);
    let dropped = Seen {
        ok: 1,
        cancelled: 1,
        durations: 2,
        ..NONE
    };
    assert_eq!(seen("boxed_items"), dropped);
}

#[test]
fn what_is_told_of_functions_is_described() {
    let recorded = Recorded::here();
    calls(|how| {
        let _ = timed_for_descriptions(how);
    });
    let described = recorded.described();
    for name in [
        "function_calls_total",
        "function_calls_duration_seconds",
        "function_calls_concurrent",
    ] {
        assert_eq!(described.get(name), Some(&true), "{name}");
    }
}

#[log_execution_time(metrics)]
fn timed_for_descriptions(how: End) -> Result<(), &'static str> {
    end(how)
}
