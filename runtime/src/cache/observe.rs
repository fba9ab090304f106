//! What the cache did inside a scope, and how one call was answered.

use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::task::{Context as TaskContext, Poll};
use std::time::Duration;

use pin_project_lite::pin_project;

use crate::cache::local::{self, Context};
use crate::cache::ttl::TimeLeft;
use crate::sync::lock;

/// How a call of a cached function was answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum How {
    /// From memory.
    HitMemory,
    /// From Redis.
    HitRedis,
    /// The body ran.
    Loaded,
    /// By a load that another call had begun.
    Joined,
    /// With a value that had expired.
    Stale,
    /// The body ran beside the cache.
    Bypassed,
}

impl How {
    /// Whether the body of this very call did not run.
    pub fn is_hit(self) -> bool {
        !matches!(self, Self::Loaded | Self::Bypassed)
    }
}

/// A call's result, and how it came.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Traced<T> {
    /// What the function returned.
    pub value: T,
    /// How it was answered.
    pub how: How,
    /// How long ago the value was stored, where it came from memory.
    pub age: Option<Duration>,
    /// How long the entry still lives, where it came from a tier.
    pub time_left: Option<TimeLeft>,
}

/// What one answered call leaves behind.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Report {
    pub(crate) function: &'static str,
    pub(crate) how: How,
    pub(crate) stored: bool,
    pub(crate) age: Option<Duration>,
    pub(crate) time_left: Option<TimeLeft>,
}

/// Collects what the cache does inside a scope.
#[derive(Debug, Default)]
pub(crate) struct Observer {
    seen: Mutex<Vec<FunctionSeen>>,
}

impl Observer {
    pub(crate) fn record(&self, report: &Report) {
        let mut seen = lock(&self.seen);
        let known = seen
            .iter_mut()
            .find(|seen| seen.function == report.function);
        if let Some(function) = known {
            function.add(report);
            return;
        }
        let mut function = FunctionSeen {
            function: report.function,
            ..FunctionSeen::default()
        };
        function.add(report);
        seen.push(function);
    }

    fn take(&self) -> Vec<FunctionSeen> {
        std::mem::take(&mut lock(&self.seen))
    }
}

/// What one function did inside a scope.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct FunctionSeen {
    /// Module path and name.
    pub function: &'static str,
    /// Calls that were answered from memory.
    pub hits_memory: u64,
    /// Calls that were answered from Redis.
    pub hits_redis: u64,
    /// Calls whose body ran.
    pub loads: u64,
    /// Of these, calls whose value was stored.
    pub stored: u64,
    /// Calls that were answered by another call's load.
    pub joined: u64,
    /// Calls that were answered with what had expired.
    pub stale: u64,
    /// Calls whose body ran beside the cache.
    pub bypassed: u64,
    /// What the last hit had left to live.
    pub time_left: Option<TimeLeft>,
}

impl FunctionSeen {
    fn add(&mut self, report: &Report) {
        match report.how {
            How::HitMemory => self.hits_memory += 1,
            How::HitRedis => self.hits_redis += 1,
            How::Loaded => self.loads += 1,
            How::Joined => self.joined += 1,
            How::Stale => self.stale += 1,
            How::Bypassed => self.bypassed += 1,
        }
        self.stored += u64::from(report.stored);
        self.time_left = report.time_left.or(self.time_left);
    }
}

/// What the cache did inside [`observe`].
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Observed<T> {
    /// What the future returned.
    pub output: T,
    /// Each cached function that was called, in the order of their first calls.
    pub functions: Vec<FunctionSeen>,
}

impl<T> Observed<T> {
    /// Calls that were answered without a body of their own.
    pub fn hits(&self) -> u64 {
        self.sum(|seen| seen.hits_memory + seen.hits_redis + seen.joined + seen.stale)
    }

    /// Calls that found nothing, or did not look.
    pub fn misses(&self) -> u64 {
        self.sum(|seen| seen.loads + seen.bypassed)
    }

    /// Bodies that ran.
    pub fn loads(&self) -> u64 {
        self.misses()
    }

    fn sum(&self, count: impl Fn(&FunctionSeen) -> u64) -> u64 {
        self.functions.iter().map(count).sum()
    }
}

/// Runs `future` and tells what the cache did inside it.
///
/// Calls are counted that are polled by this very future; what it spawns is not. Scopes nest: the
/// innermost counts. Outside of a scope nothing is collected and nothing is paid for. Dropping the
/// returned future drops `future`.
///
/// ```
/// use gambeson::cache::observe;
///
/// #[gambeson::cached(ttl = "5m", key = "observed:{id}")]
/// async fn double(id: u64) -> u64 {
///     id * 2
/// }
///
/// # #[tokio::main(flavor = "current_thread")] async fn main() {
/// let seen = observe(async { double(1).await + double(1).await }).await;
/// assert_eq!((seen.output, seen.hits(), seen.misses()), (4, 1, 1));
/// # }
/// ```
pub async fn observe<F: Future>(future: F) -> Observed<F::Output> {
    let observer = Arc::new(Observer::default());
    let output = Scoped::new(future, {
        let observer = observer.clone();
        move |context: &mut Context| context.observer = Some(observer.clone())
    })
    .await;
    Observed {
        output,
        functions: observer.take(),
    }
}

pin_project! {
    /// Polls a future inside a changed context.
    pub(crate) struct Scoped<F, C> {
        #[pin]
        future: F,
        change: C,
    }
}

impl<F: Future, C: Fn(&mut Context)> Scoped<F, C> {
    pub(crate) fn new(future: F, change: C) -> Self {
        Self { future, change }
    }
}

impl<F: Future, C: Fn(&mut Context)> Future for Scoped<F, C> {
    type Output = F::Output;

    fn poll(self: Pin<&mut Self>, cx: &mut TaskContext<'_>) -> Poll<F::Output> {
        let this = self.project();
        let future = this.future;
        local::with_context(&*this.change, || future.poll(cx))
    }
}
