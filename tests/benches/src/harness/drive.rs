//! Who makes the calls: one thread, with a runtime or without, or 64 tasks over all workers.

use std::hint::black_box;
use std::pin::pin;
use std::sync::Arc;
use std::task::{Context, Poll, Waker};
use std::time::{Duration, Instant};

use tokio::runtime::{Builder, Runtime};
use tokio::sync::Barrier;

use super::Subject;

/// How many tasks make the calls of a `…_tasks64` case.
pub(crate) const TASKS: usize = 64;

/// Makes the calls of a case.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Driver<'r> {
    /// Inside `block_on` of this runtime, one call after the other.
    Alone(&'r Runtime),
    /// Polled by this thread until ready, one call after the other. The runtime lends its timers and schedules nothing.
    Polled(&'r Runtime),
    /// [`TASKS`] tasks, each with its share; a figure is the wall time of all divided by the calls of all.
    Tasks(&'r Runtime),
}

impl<'r> Driver<'r> {
    /// `call` gets a number that goes up by one with each call of its caller; callers start far apart.
    pub(crate) fn subject<F, Fut>(self, name: &'static str, call: F) -> Subject<'r>
    where
        F: Fn(usize) -> Fut + Clone + Send + 'static,
        Fut: Future<Output: Send> + Send,
    {
        match self {
            Driver::Alone(runtime) => {
                Subject::new(name, move |calls| runtime.block_on(alone(&call, calls)))
            }
            Driver::Polled(runtime) => Subject::new(name, move |calls| {
                let _timers = runtime.enter();
                polled(&call, calls)
            }),
            Driver::Tasks(runtime) => {
                Subject::new(name, move |calls| runtime.block_on(tasks(&call, calls)))
            }
        }
    }
}

async fn alone<Fut: Future>(call: impl Fn(usize) -> Fut, calls: u64) -> Duration {
    let start = Instant::now();
    repeat(&call, 0, calls).await;
    start.elapsed()
}

fn polled<Fut: Future>(call: impl Fn(usize) -> Fut, calls: u64) -> Duration {
    let mut context = Context::from_waker(Waker::noop());
    let start = Instant::now();
    for index in (0..).take(usize::try_from(calls).unwrap_or(usize::MAX)) {
        let mut future = pin!(call(black_box(index)));
        let output = loop {
            if let Poll::Ready(output) = future.as_mut().poll(&mut context) {
                break output;
            }
        };
        black_box(output);
    }
    start.elapsed()
}

async fn tasks<F, Fut>(call: &F, calls: u64) -> Duration
where
    F: Fn(usize) -> Fut + Clone + Send + 'static,
    Fut: Future<Output: Send> + Send,
{
    // The clock starts when all are spawned and before the first call: when this thread runs again may depend on them.
    let start = Arc::new(Barrier::new(TASKS + 1));
    let each = calls.div_ceil(TASKS as u64);
    let running: Vec<_> = (0..TASKS)
        .map(|task| {
            let (call, start) = (call.clone(), Arc::clone(&start));
            tokio::spawn(async move {
                start.wait().await;
                repeat(call, task * 1_000, each).await;
            })
        })
        .collect();
    let begin = Instant::now();
    start.wait().await;
    for task in running {
        task.await.expect("a benchmark's call panicked");
    }
    // As many calls as were asked for, had the shares come out even.
    let made = each * TASKS as u64;
    let share = begin.elapsed().as_nanos() * u128::from(calls) / u128::from(made);
    Duration::from_nanos(u64::try_from(share).unwrap_or(u64::MAX))
}

async fn repeat<Fut: Future>(call: impl Fn(usize) -> Fut, first: usize, calls: u64) {
    let mut index = first;
    for _ in 0..calls {
        black_box(call(black_box(index)).await);
        index = index.wrapping_add(1);
    }
}

/// The runtimes of a run: one thread, and one with a worker per core.
#[derive(Debug)]
pub(crate) struct Runtimes {
    pub(crate) one: Runtime,
    pub(crate) many: Runtime,
}

impl Runtimes {
    pub(crate) fn new() -> std::io::Result<Self> {
        Ok(Runtimes {
            one: Builder::new_current_thread().enable_all().build()?,
            many: Builder::new_multi_thread().enable_all().build()?,
        })
    }
}
