//! A timer for what can do without one.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::Pin;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use tokio::runtime::Handle;
use tokio::time::{Sleep, sleep};

/// Set once a runtime was met that has no timers.
static WITHOUT_TIMERS: AtomicBool = AtomicBool::new(false);

/// Ends after this time. `None` outside of a runtime, and in one that has no timers.
pub(crate) fn after(time: Duration) -> Option<Pin<Box<Sleep>>> {
    if WITHOUT_TIMERS.load(Ordering::Relaxed) || Handle::try_current().is_err() {
        return None;
    }
    // A runtime that was built without `enable_time` cannot be told but by the panic. What the timer
    // is for must not end with it.
    let made = catch_unwind(AssertUnwindSafe(|| Box::pin(sleep(time))));
    if made.is_err() {
        WITHOUT_TIMERS.store(true, Ordering::Relaxed);
    }
    made.ok()
}
