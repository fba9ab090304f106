//! Recorders that come late, and recorders of one thread. One test: the process has one recorder.

use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::{Context, Waker};

use futures::executor::block_on;
use gambeson::log_execution_time;
use metrics::{Counter, Gauge, Histogram, Key, KeyName, Metadata, Recorder, SharedString, Unit};
use metrics_util::debugging::{DebugValue, DebuggingRecorder, Snapshotter};

/// Counts how often a series is looked up.
struct Counting {
    recorder: DebuggingRecorder,
    lookups: Arc<AtomicUsize>,
}

impl Recorder for Counting {
    fn describe_counter(&self, _: KeyName, _: Option<Unit>, _: SharedString) {}
    fn describe_gauge(&self, _: KeyName, _: Option<Unit>, _: SharedString) {}
    fn describe_histogram(&self, _: KeyName, _: Option<Unit>, _: SharedString) {}

    fn register_counter(&self, key: &Key, metadata: &Metadata<'_>) -> Counter {
        self.lookups.fetch_add(1, Ordering::Relaxed);
        self.recorder.register_counter(key, metadata)
    }

    fn register_gauge(&self, key: &Key, metadata: &Metadata<'_>) -> Gauge {
        self.lookups.fetch_add(1, Ordering::Relaxed);
        self.recorder.register_gauge(key, metadata)
    }

    fn register_histogram(&self, key: &Key, metadata: &Metadata<'_>) -> Histogram {
        self.lookups.fetch_add(1, Ordering::Relaxed);
        self.recorder.register_histogram(key, metadata)
    }
}

/// The calls of [`counted`] with the outcome `ok` since the last look, and by how much the gauge has moved.
fn look(snapshotter: &Snapshotter) -> (u64, f64) {
    let (mut calls, mut gauge) = (0, 0.0);
    for (key, _, _, value) in snapshotter.snapshot().into_vec() {
        let is_ok = key.key().labels().any(|label| label.value() == "ok");
        match value {
            DebugValue::Counter(value) if is_ok => calls += value,
            DebugValue::Gauge(value) => gauge = value.into_inner(),
            _ => {}
        }
    }
    (calls, gauge)
}

#[log_execution_time(metrics)]
async fn counted() {
    tokio::task::yield_now().await;
}

fn call() {
    block_on(counted());
}

fn begin(call: Pin<&mut impl Future>) {
    assert!(
        call.poll(&mut Context::from_waker(Waker::noop()))
            .is_pending()
    );
}

/// A recorder of this thread, each time at the same place.
fn beneath_one_of_this_thread() -> (u64, f64) {
    let recorder = DebuggingRecorder::new();
    metrics::with_local_recorder(&recorder, || {
        call();
        call();
    });
    look(&recorder.snapshotter())
}

#[test]
fn a_call_is_told_to_the_recorder_that_was_there_when_it_began() {
    // To nobody.
    for _ in 0..3 {
        call();
    }
    for _ in 0..5 {
        assert_eq!(beneath_one_of_this_thread(), (2, 0.0));
    }
    // Beneath a recorder of this thread when it begins, and without when it ends.
    let recorder = DebuggingRecorder::new();
    let mut under_way = Box::pin(counted());
    metrics::with_local_recorder(&recorder, || {
        begin(under_way.as_mut());
    });
    assert_eq!(look(&recorder.snapshotter()), (0, 1.0));
    block_on(under_way);
    assert_eq!(look(&recorder.snapshotter()), (1, -1.0));

    // Begun while nobody counts.
    let mut early = Box::pin(counted());
    begin(early.as_mut());
    let recorder = DebuggingRecorder::new();
    let snapshotter = recorder.snapshotter();
    let lookups = Arc::new(AtomicUsize::new(0));
    let recorder = Counting {
        recorder,
        lookups: lookups.clone(),
    };
    assert!(metrics::set_global_recorder(recorder).is_ok());
    block_on(early);
    assert_eq!(look(&snapshotter), (0, 0.0), "the gauge never went up");

    for _ in 0..2 {
        call();
    }
    assert_eq!(look(&snapshotter), (2, 0.0));
    // Recorders of this thread still get what is theirs.
    assert_eq!(beneath_one_of_this_thread(), (2, 0.0));
    assert_eq!(look(&snapshotter).0, 0);
    // By now the place of the one of the process is known, and each series was looked up.
    for _ in 0..200 {
        call();
    }
    let once = lookups.load(Ordering::Relaxed);
    for _ in 0..1000 {
        call();
    }
    assert_eq!(lookups.load(Ordering::Relaxed), once);
    assert_eq!(look(&snapshotter), (1200, 0.0));
}
