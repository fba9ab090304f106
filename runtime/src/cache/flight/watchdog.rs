//! The timer of a flight: one for all who wait for it, and none where nobody does.

use std::sync::{Arc, Weak};

use tokio::runtime::Handle;
use tokio::time::{Instant, sleep_until};

use super::Flight;
use crate::sync::lock;

/// Wakes those who wait for `flight` when their time is up, until it lands.
///
/// A task of its own, because a waiter that nobody polls could not do it for the others.
pub(super) fn watch(flight: &Arc<Flight>) {
    if let Ok(runtime) = Handle::try_current() {
        let watchdog = runtime.spawn(run(Arc::downgrade(flight))).abort_handle();
        lock(&flight.seats).set_watchdog(watchdog);
    }
}

async fn run(flight: Weak<Flight>) {
    let mut passed = None;
    // The flight is let go of while the task sleeps: it ends with those who fly.
    while let Some(deadline) = deadline_after(&flight, passed) {
        sleep_until(deadline).await;
        passed = Some(deadline);
        if let Some(flight) = flight.upgrade() {
            flight.wake_all();
        }
    }
}

fn deadline_after(flight: &Weak<Flight>, passed: Option<Instant>) -> Option<Instant> {
    lock(&flight.upgrade()?.seats).deadline_after(passed)
}
