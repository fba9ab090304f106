//! The timer of a flight: one for all who wait for it, and none where nobody does.

use std::sync::{Arc, Weak};
use std::task::Waker;

use tokio::runtime::Handle;
use tokio::time::{Instant, sleep_until};

use super::Flight;
use super::seats::Seats;
use crate::sync::lock;

/// Wakes each of those who wait for `flight` when its time is up, until the flight lands.
///
/// A task of its own, because a waiter that nobody polls could not do it for the others. Outside of
/// a tokio runtime there is none; the next waiter that is inside one starts it for all.
pub(super) fn watch(flight: &Arc<Flight>, seats: &mut Seats) {
    if let Ok(runtime) = Handle::try_current() {
        let watchdog = runtime.spawn(run(Arc::downgrade(flight)));
        seats.set_watchdog(watchdog.abort_handle());
    }
}

async fn run(flight: Weak<Flight>) {
    // The flight is let go of while the task sleeps: it ends with those who fly.
    while let Some(deadline) = wake_the_late(&flight) {
        sleep_until(deadline).await;
    }
}

/// Wakes those whose time is up, and says when the next one's is.
fn wake_the_late(flight: &Weak<Flight>) -> Option<Instant> {
    let (late, next) = lock(&flight.upgrade()?.seats).time_is_up(Instant::now());
    late.into_iter().for_each(Waker::wake);
    next
}
