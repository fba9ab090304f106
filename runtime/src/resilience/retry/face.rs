//! The retry as users hold it.

use std::any::type_name;
use std::fmt;
use std::ops::ControlFlow;
use std::sync::Arc;
use std::time::Duration;

use super::build::RetryBuilder;
use super::core::{Core, Counted};
use super::guard::RetryGuard;
use super::policy::RetryPolicy;
use super::rules::Rules;
use crate::clock::Clock;
use crate::describe::Description;
use crate::resilience::breaker::Outcome;
use crate::resilience::classify::Refusal;
use crate::resilience::name::Name;
use crate::resilience::seen;
use crate::stack::{Innermost, On, attempt, attempt_blocking};

/// A retry: a call that failed is made again, after a while.
///
/// A clone shares the budget and the counts. A call that is dropped while it waits makes no further
/// attempt; a panic of the body is not tried again. Waits are those of tokio's timer, and need its
/// runtime.
///
/// ```
/// use std::time::Duration;
/// use gambeson::resilience::{Backoff, Retry};
///
/// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let retry = Retry::builder()
///     .attempts(3)
///     .backoff(Backoff::fixed(Duration::from_millis(1)))
///     .build()?;
/// let mut calls = 0;
/// let answer = retry.run(|| {
///     calls += 1;
///     let calls = calls;
///     async move { if calls < 3 { Err("down") } else { Ok(calls) } }
/// }).await;
/// assert_eq!(answer, Ok(3));
/// # Ok(()) }
/// ```
#[derive(Clone)]
pub struct Retry {
    core: Arc<Core>,
}

/// What [`Retry::run_as`] does with a result.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It is what the caller gets.
    Done,
    /// Try again.
    Again,
    /// Try again after this time, instead of the backoff's.
    AgainAfter(Duration),
}

/// What a [`Retry`] has counted since it was made.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct RetryCounts {
    /// Attempts, the first of each call among them.
    pub attempts: u64,
    /// Calls that failed and were not tried again, because of their number, the time or the budget.
    pub exhausted: u64,
    /// Calls that succeeded by a later attempt than the first.
    pub recovered: u64,
}

impl Retry {
    /// Three attempts, 50 ms and 100 ms apart at most, unless said otherwise.
    pub fn builder() -> RetryBuilder {
        RetryBuilder::default()
    }

    /// By a policy that was made before.
    pub fn with_policy(name: impl Into<Name>, policy: RetryPolicy) -> Self {
        Self::new(Core::new(name.into(), policy, Clock::default()))
    }

    pub(super) fn new(core: Core) -> Self {
        let core = Arc::new(core);
        seen::watch(&core);
        Self { core }
    }

    #[cfg_attr(not(debug_assertions), inline)]
    pub(super) fn guard<L>(&self, rules: L) -> RetryGuard<'_, L> {
        RetryGuard::of(&self.core, rules)
    }

    /// Calls `body` until it gives `Ok`, or there are no more attempts.
    ///
    /// # Errors
    ///
    /// The error of the last attempt, as it is.
    pub async fn run<T, E, F, B>(&self, body: B) -> Result<T, E>
    where
        B: FnMut() -> F,
        F: Future<Output = Result<T, E>>,
    {
        self.run_as(body, verdict).await
    }

    /// The same; `judge` says of each result, whatever its type, whether to try again.
    ///
    /// ```
    /// use gambeson::resilience::{Retry, Verdict};
    ///
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let retry = Retry::builder().build()?;
    /// let mut found = vec![Some("a job"), None];
    /// let job = retry.run_as(
    ///     || std::future::ready(found.pop().flatten()),
    ///     |job| if job.is_some() { Verdict::Done } else { Verdict::Again },
    /// ).await;
    /// assert_eq!(job, Some("a job"));
    /// # Ok(()) }
    /// ```
    pub async fn run_as<R, F, B>(&self, mut body: B, judge: impl Fn(&R) -> Verdict) -> R
    where
        B: FnMut() -> F,
        F: Future<Output = R>,
    {
        let mut guards = On::new(self.guard(ByHand(judge)), Innermost::new());
        loop {
            if let ControlFlow::Break(answer) = attempt(&mut guards, body()).await {
                break answer;
            }
        }
    }

    /// The same for what is not async: the thread sleeps between attempts.
    ///
    /// # Errors
    ///
    /// The error of the last attempt, as it is.
    pub fn call<T, E>(&self, body: impl FnMut() -> Result<T, E>) -> Result<T, E> {
        self.call_as(body, verdict)
    }

    /// The same; `judge` says of each result whether to try again.
    pub fn call_as<R>(&self, mut body: impl FnMut() -> R, judge: impl Fn(&R) -> Verdict) -> R {
        let mut guards = On::new(self.guard(ByHand(judge)), Innermost::new());
        loop {
            if let ControlFlow::Break(answer) = attempt_blocking(&mut guards, &mut body) {
                break answer;
            }
        }
    }

    /// What events and labels call it.
    pub fn name(&self) -> &str {
        &self.core.name
    }

    /// By what rule it tries again.
    pub fn policy(&self) -> &RetryPolicy {
        &self.core.policy
    }

    /// What it has counted.
    pub fn counts(&self) -> RetryCounts {
        let counted = |what| self.core.counted(what);
        RetryCounts {
            attempts: counted(Counted::Call) + counted(Counted::Retry),
            exhausted: counted(Counted::Exhausted),
            recovered: counted(Counted::Recovered),
        }
    }
}

impl fmt::Debug for Retry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Retry")
            .field("name", &self.name())
            .field("policy", self.policy())
            .field("counts", &self.counts())
            .finish_non_exhaustive()
    }
}

fn verdict<T, E>(result: &Result<T, E>) -> Verdict {
    match result {
        Ok(_) => Verdict::Done,
        Err(_) => Verdict::Again,
    }
}

/// The rules of a call by hand.
struct ByHand<J>(J);

impl<R, J: Fn(&R) -> Verdict> Rules<R> for ByHand<J> {
    #[cfg_attr(not(debug_assertions), inline)]
    fn judge(&self, result: &R) -> Outcome {
        match (self.0)(result) {
            Verdict::Done => Outcome::Success,
            Verdict::Again | Verdict::AgainAfter(_) => Outcome::Failure,
        }
    }

    fn refusal(&self, _: &R) -> Option<Refusal> {
        None
    }

    fn after(&self, result: &R) -> Option<Duration> {
        match (self.0)(result) {
            Verdict::AgainAfter(wait) => Some(wait),
            Verdict::Done | Verdict::Again => None,
        }
    }

    fn describe<'a>(&self, _: &'a R) -> Option<Description<'a>> {
        Some(Description::Type(type_name::<R>()))
    }

    fn tell(&self, _: &R, _: u32, _: Duration) {}
}
