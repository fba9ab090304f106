//! The duty to load a key.

use std::sync::Arc;
#[cfg(feature = "redis")]
use std::task::Poll;

#[cfg(feature = "redis")]
use super::Renewal;
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
    #[cfg(feature = "redis")]
    heard: Heard,
    /// The right to load for all processes, where it was asked for. Dropped with the lead, it is
    /// given up.
    #[cfg(feature = "redis")]
    renewal: Option<Renewal>,
}

/// What had been heard of other processes when Redis was last asked: what is kept for them.
#[cfg(feature = "redis")]
#[derive(Clone, Copy)]
struct Heard {
    disturbed: u32,
    vouch: u32,
}

#[cfg(feature = "redis")]
impl Heard {
    fn now(flights: &Flights, flight: &Flight) -> Self {
        Self {
            disturbed: flight.disturbed(),
            vouch: flights.vouch(),
        }
    }
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
            #[cfg(feature = "redis")]
            heard: Heard::now(&flights, &flight),
            flights,
            flight,
            leader,
            duty: Duty::Load,
            #[cfg(feature = "redis")]
            renewal: None,
        }
    }

    /// What Redis is asked from now on is kept in memory, unless the key changes from now on. Call
    /// before each question whose answer is to be kept.
    #[cfg(feature = "redis")]
    pub(crate) fn listen(&mut self) {
        self.heard = Heard::now(&self.flights, &self.flight);
    }

    /// The number that held when it last began to listen.
    #[cfg(feature = "redis")]
    pub(crate) fn vouch(&self) -> u32 {
        self.heard.vouch
    }

    /// Keeps the right to load for all processes until the lead ends.
    #[cfg(feature = "redis")]
    pub(crate) fn hold(&mut self, renewal: Renewal) {
        self.renewal = Some(renewal);
    }

    /// What was loaded has been committed, or refused: nothing is left of that right.
    #[cfg(feature = "redis")]
    pub(crate) fn committed(&mut self) {
        if let Some(renewal) = self.renewal.take() {
            renewal.done();
        }
    }

    /// Waits until another process changes the key; at once, if it has since
    /// [`listen`](Self::listen).
    #[cfg(feature = "redis")]
    pub(crate) async fn disturbed(&self) {
        std::future::poll_fn(|cx| {
            let mut seats = lock(&self.flight.seats);
            if self.flight.disturbed() != self.heard.disturbed {
                return Poll::Ready(());
            }
            seats.leader = Some(cx.waker().clone());
            Poll::Pending
        })
        .await;
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
    /// has changed the key since the load began, and no other process has since Redis was asked. Call after [`land`](Lead::land).
    pub(crate) fn store(mut self, store: impl FnOnce()) {
        if self.duty == Duty::Store {
            self.duty = Duty::Done;
            self.flights.leave(&self.flight, |unchanged| {
                if unchanged && self.is_undisturbed() {
                    store();
                }
            });
        }
    }

    /// Runs `change` under the lock that every change of the key takes, if nothing has changed the key
    /// since the load began; the load goes on.
    #[cfg(feature = "redis")]
    pub(crate) fn publish(&self, change: impl FnOnce()) {
        self.flights.while_current(&self.flight, || {
            if self.is_undisturbed() {
                change();
            }
        });
    }

    /// Whether no other process has changed the key since Redis was asked.
    #[cfg_attr(
        not(feature = "redis"),
        expect(clippy::unused_self, reason = "there is no other process")
    )]
    fn is_undisturbed(&self) -> bool {
        #[cfg(feature = "redis")]
        return self.flight.disturbed() == self.heard.disturbed;
        #[cfg(not(feature = "redis"))]
        true
    }

    /// Whether something has changed the key since the load began.
    pub(crate) fn is_changed(&self) -> bool {
        self.flight.is_superseded() || !self.is_undisturbed()
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
