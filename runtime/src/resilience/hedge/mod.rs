//! A second attempt beside one that takes long.

mod hedged;
mod race;
mod site;
#[cfg(test)]
mod tests;

use std::ops::ControlFlow;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use super::counter::Counter;
use super::name::Name;
use crate::metrics::HEDGES;
use crate::stack::Fallible;

use hedged::Hedged;
pub use race::Verdict;
pub use site::{HedgeSite, hedged};

/// Starts what takes long once more, beside the first, and returns what succeeds first.
///
/// For what may run twice at the same time: reads, and writes that the other side knows again. The
/// idea is that of "The Tail at Scale" (Dean and Barroso, 2013): the slow calls are seldom slow for a
/// reason that a second call would meet, too.
///
/// [`#[hedge]`](macro@crate::hedge) says what counts as failed, and in which order things happen.
///
/// ```
/// # #[tokio::main(flavor = "current_thread", start_paused = true)] async fn main() {
/// use std::cell::Cell;
/// use std::time::Duration;
/// use gambeson::resilience::Hedge;
///
/// let hedge = Hedge::after(Duration::from_millis(100));
/// let calls = Cell::new(0);
/// let answer: Result<u32, String> = hedge
///     .run(|| async {
///         calls.set(calls.get() + 1);
///         let slow = calls.get() == 1;
///         tokio::time::sleep(Duration::from_millis(if slow { 5_000 } else { 20 })).await;
///         Ok(calls.get())
///     })
///     .await;
/// assert_eq!(answer, Ok(2));
/// # }
/// ```
#[derive(Clone, Debug)]
#[must_use = "it does nothing before something is run"]
pub struct Hedge {
    after: Duration,
    max: u32,
    counter: Option<Arc<Counter>>,
}

impl Hedge {
    /// Starts another when the first has not answered after this long; one, unless
    /// [`max`](Self::max) says more.
    pub fn after(after: Duration) -> Self {
        Self {
            after,
            max: 1,
            counter: None,
        }
    }

    /// Starts up to `max` more, each as much later. With 0 there is only the first.
    pub fn max(self, max: u32) -> Self {
        Self { max, ..self }
    }

    /// Counts what it starts in `hedges_total`, under this name. One that is named is made once and
    /// kept; clones count together.
    pub fn name(self, name: impl Into<Name>) -> Self {
        Self {
            counter: Some(Counter::new(name.into(), HEDGES)),
            ..self
        }
    }

    /// Runs what `make` gives, and once more what takes long.
    ///
    /// All of it runs in this task. It needs a tokio runtime with a timer as soon as the first
    /// attempt waits. Dropped, it drops every attempt; a panic of one is the caller's.
    pub async fn run<M, F>(&self, mut make: M) -> F::Output
    where
        M: FnMut() -> F,
        F: Future<Output: Fallible>,
    {
        let judge = |result: &F::Output| match result.error() {
            Some(_) => Verdict::Failed,
            None => Verdict::Won,
        };
        let count = || {
            if let Some(counter) = &self.counter {
                counter.add();
            }
        };
        let mut all = pin!(Hedged::new(self.after, self.max, judge, count));
        loop {
            all.as_mut().start(make());
            if let ControlFlow::Break(result) = all.as_mut().next().await {
                return result;
            }
        }
    }
}
