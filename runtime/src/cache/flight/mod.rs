//! Single-flight: one load for all who miss the same key at the same time.
//!
//! A [`Flight`] stands in the table from the first miss to the moment its entry is stored or
//! refused. It is led by at most one call at a time; the others wait. A leader that goes away
//! without an outcome hands the lead to the next waiter; one that stays but is not polled loses it
//! to the first waiter whose time is up.
//!
//! Who changes a key (set, invalidation, clear) *supersedes* its flight under the same lock under
//! which entries are stored, so that what a superseded load brings is never stored, and callers who
//! come later never join it.
//!
//! Locks are taken in one order: a shard of the table, then a flight's seats. Neither is held while
//! user code runs.

mod lead;
#[cfg(feature = "redis")]
mod renewal;
mod seats;
mod table;
mod waiter;
mod watchdog;

#[cfg(feature = "redis")]
use std::sync::atomic::AtomicU32;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Condvar, Mutex};

use self::seats::Seats;
use crate::cache::key::Key;
use crate::sync::lock;

pub(crate) use self::lead::Lead;
#[cfg(feature = "redis")]
pub(crate) use self::renewal::{Renewal, tally};
#[cfg(feature = "redis")]
pub(crate) use self::table::Mark;
pub(crate) use self::table::{Flights, Seat};
pub(crate) use self::waiter::{Waited, Waiter};

/// One load, and who waits for it.
pub(crate) struct Flight {
    key: Key,
    superseded: AtomicBool,
    /// How often another process has changed the key since the flight began.
    #[cfg(feature = "redis")]
    disturbed: AtomicU32,
    seats: Mutex<Seats>,
    /// Wakes threads; futures have wakers of their own among the seats.
    woken: Condvar,
}

impl Flight {
    /// A flight that its first leader leads.
    fn new(key: Key) -> Arc<Self> {
        Arc::new(Self {
            key,
            superseded: AtomicBool::new(false),
            #[cfg(feature = "redis")]
            disturbed: AtomicU32::new(0),
            seats: Mutex::new(Seats::new()),
            woken: Condvar::new(),
        })
    }

    pub(crate) fn key(&self) -> &Key {
        &self.key
    }

    /// Notes a change by another process.
    #[cfg(feature = "redis")]
    fn disturb(&self) {
        self.disturbed.fetch_add(1, Ordering::AcqRel);
    }

    /// Wakes the leader, if it waits for such a change.
    #[cfg(feature = "redis")]
    fn wake_leader(&self) {
        let waker = lock(&self.seats).leader.take();
        if let Some(waker) = waker {
            waker.wake();
        }
    }

    #[cfg(feature = "redis")]
    fn disturbed(&self) -> u32 {
        self.disturbed.load(Ordering::Acquire)
    }

    fn supersede(&self) {
        self.superseded.store(true, Ordering::Release);
    }

    fn is_superseded(&self) -> bool {
        self.superseded.load(Ordering::Acquire)
    }

    /// Wakes one waiter, to take the lead.
    fn wake_one(&self) {
        let waker = lock(&self.seats).next_waker();
        self.woken.notify_one();
        if let Some(waker) = waker {
            waker.wake();
        }
    }

    /// Wakes everybody who waits.
    fn wake_all(&self) {
        let wakers = lock(&self.seats).all_wakers();
        self.woken.notify_all();
        wakers.into_iter().for_each(std::task::Waker::wake);
    }
}
