//! What the tests of guards above one another have in common.

use std::cell::Cell;
use std::fmt;
use std::future::pending;
use std::time::Duration;

use gambeson::resilience::RateLimiter;
use gambeson::{CacheManager, Rejected};
use gambeson_tests::log_events::Events;
use tracing::Level;

pub(crate) const MS: Duration = Duration::from_millis(1);
pub(crate) const SECOND: Duration = Duration::from_secs(1);

/// What the functions of these tests return.
pub(crate) type Answer = Result<u32, Fault>;

#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Fault {
    Down,
    Unknown,
    Rejected(Rejected),
}

impl From<Rejected> for Fault {
    fn from(rejected: Rejected) -> Self {
        Self::Rejected(rejected)
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self:?}")
    }
}

/// So that a guard beyond `#[cached]`, `#[fallback]`, `#[hedge]` or a call knows a refusal.
impl std::error::Error for Fault {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Down | Self::Unknown => None,
            Self::Rejected(rejected) => Some(rejected),
        }
    }
}

/// How a call has ended, in a word.
pub(crate) fn told(answer: &Answer) -> &'static str {
    match answer {
        Ok(_) => "ok",
        Err(Fault::Down) => "down",
        Err(Fault::Unknown) => "unknown",
        Err(Fault::Rejected(rejected)) => match rejected {
            Rejected::CircuitOpen(_) => "open",
            Rejected::RateLimited(_) => "limited",
            Rejected::BulkheadFull(_) => "full",
            Rejected::TimedOut(_) => "late",
            _ => "rejected",
        },
    }
}

thread_local! {
    // Each test has a thread of its own, and polls its futures there.
    static RUNS: Cell<u32> = const { Cell::new(0) };
    static NOTED: Cell<u32> = const { Cell::new(0) };
}

/// The outcomes that the log tells of while it is looked, in their order.
pub(crate) async fn outcomes<T>(look: impl Future<Output = T>) -> String {
    let (events, _listening) = Events::listen(Level::INFO);
    look.await;
    events.lines(&["outcome"]).join(" ")
}

/// Called by each body: which run it is.
pub(crate) fn ran() -> u32 {
    RUNS.set(RUNS.get() + 1);
    RUNS.get()
}

pub(crate) fn runs() -> u32 {
    RUNS.get()
}

/// Keeps what was seen while a call was under way.
pub(crate) fn note(seen: u32) {
    NOTED.set(seen);
}

pub(crate) fn noted() -> u32 {
    NOTED.get()
}

/// A body that fails.
pub(crate) fn fails() -> Answer {
    ran();
    Err(Fault::Down)
}

/// A body that never ends.
pub(crate) async fn hangs() -> Answer {
    ran();
    pending().await
}

/// A body that ends well, after `span`.
pub(crate) async fn takes(span: Duration) -> Answer {
    let run = ran();
    tokio::time::sleep(span).await;
    Ok(run)
}

/// How many of the five permits of a limit are gone.
pub(crate) fn taken_of_5(limiter: &RateLimiter) -> u32 {
    5 - limiter.check_n(0).remaining
}

/// Looks at something with no run before it, and with an empty cache.
pub(crate) async fn afresh<T>(look: impl Future<Output = T>) -> T {
    RUNS.set(0);
    NOTED.set(0);
    let manager = CacheManager::builder().build().await;
    manager.expect("a cache in memory").scope(look).await
}
