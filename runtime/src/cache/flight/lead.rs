//! The duty to load a key.

use std::sync::Arc;

use super::seats::State;
use super::{Flight, Flights};
use crate::cache::entry::Held;
use crate::cache::local;
use crate::cache::tags::Seen;
use crate::sync::lock;

/// The duty to load a key. Dropped without an outcome, it goes to the next waiter.
pub(crate) struct Lead {
    flights: Arc<Flights>,
    flight: Arc<Flight>,
    leader: u64,
    duty: Duty,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Duty {
    /// The value is still to come.
    Load,
    /// Those who waited have it; the flight still keeps newcomers from loading again.
    Store,
    Done,
}

impl Lead {
    pub(super) fn new(flights: Arc<Flights>, flight: Arc<Flight>, leader: u64) -> Self {
        Self {
            flights,
            flight,
            leader,
            duty: Duty::Load,
        }
    }

    /// Marks that this thread runs the load, until the guard is dropped.
    pub(crate) fn enter(&self) -> local::Loading {
        local::enter_load(&self.flight)
    }

    /// Tells those who come later what the load has seen of its tags: nobody joins one that is older
    /// than an invalidation of them.
    pub(crate) fn note_tags(&self, seen: Seen) {
        let mut seats = lock(&self.flight.seats);
        if seats.is_led_by(self.leader) {
            seats.tags = Some(Box::new(seen));
        }
    }

    /// Hands `landed` to everybody who waits. Refused when the lead was lost.
    pub(crate) fn land(&mut self, landed: Held) {
        let mut seats = lock(&self.flight.seats);
        if !seats.is_led_by(self.leader) {
            return;
        }
        let watchdog = seats.land(landed);
        self.duty = Duty::Store;
        let alone = seats.is_empty();
        drop(seats);
        if let Some(watchdog) = watchdog {
            watchdog.abort();
        }
        if !alone {
            self.flight.wake_all();
        }
    }

    /// Ends the flight: `store` runs, under the lock that every change of the key takes, if nothing
    /// has changed the key since the load began. Call after [`land`](Lead::land).
    pub(crate) fn store(mut self, store: impl FnOnce()) {
        if self.duty == Duty::Store {
            self.duty = Duty::Done;
            self.flights.leave(&self.flight, |unchanged| {
                if unchanged {
                    store();
                }
            });
        }
    }

    fn hand_over(&self) {
        let mut seats = lock(&self.flight.seats);
        if !seats.is_led_by(self.leader) {
            return;
        }
        seats.state = State::Vacant;
        let alone = seats.is_empty();
        drop(seats);
        if alone {
            self.flights.forget_abandoned(&self.flight);
        } else {
            self.flight.wake_one();
        }
    }
}

impl Drop for Lead {
    fn drop(&mut self) {
        match self.duty {
            Duty::Load => self.hand_over(),
            Duty::Store => self.flights.leave(&self.flight, |_| ()),
            Duty::Done => (),
        }
    }
}
