//! A call that waits for another's load.

use std::cell::Cell;
use std::sync::{Arc, PoisonError};
use std::task::{Context, Poll};
use std::time::Duration;

use tokio::time::Instant;

use super::seats::{Seats, State};
use super::{Flight, Flights, Lead, watchdog};
use crate::cache::entry::Held;
use crate::sync::lock;

/// How a wait ended.
pub(crate) enum Waited {
    Landed(Held),
    /// The lead came to this waiter.
    Lead(Lead),
    /// Its time was up, and it took the lead from a call that had it all this time.
    TakenOver(Lead),
    /// Its time was up.
    TimedOut,
}

/// A call that waits for another's load.
pub(crate) struct Waiter {
    flights: Arc<Flights>,
    flight: Arc<Flight>,
    seat: usize,
    /// Takeovers that it knows of.
    takeovers: Cell<u32>,
    deadline: Cell<Option<Instant>>,
}

impl Waiter {
    pub(super) fn new(flights: Arc<Flights>, flight: Arc<Flight>, seats: &mut Seats) -> Self {
        let seat = seats.sit_down();
        Self {
            flights,
            flight,
            seat,
            takeovers: Cell::new(seats.takeovers()),
            deadline: Cell::new(None),
        }
    }

    /// Waits for the load, at most `wait` long from the first poll.
    ///
    /// Outside of a tokio runtime there is no timer, and a leader that is never polled is waited
    /// for without end.
    pub(crate) fn poll(&self, cx: &mut Context<'_>, wait: Duration) -> Poll<Waited> {
        let mut seats = lock(&self.flight.seats);
        let waited = match self.deadline.get() {
            Some(deadline) if deadline <= Instant::now() => self.time_is_up(&mut seats, wait),
            _ => self.look(&mut seats),
        };
        if let Some(waited) = waited {
            drop(seats);
            return Poll::Ready(waited);
        }
        seats.set_waker(self.seat, cx.waker());
        if self.deadline.get().is_none()
            && let Some(deadline) = Instant::now().checked_add(wait)
        {
            self.deadline.set(Some(deadline));
            if seats.add_deadline(deadline, self.seat) {
                watchdog::watch(&self.flight, &mut seats);
            }
        }
        Poll::Pending
    }

    /// How the wait has ended, if it has: for who waits for several, and is woken for another one.
    /// `late` says that its time is up.
    pub(crate) fn glance(&self, late: bool, wait: Duration) -> Option<Waited> {
        let mut seats = lock(&self.flight.seats);
        if late {
            self.time_is_up(&mut seats, wait)
        } else {
            self.look(&mut seats)
        }
    }

    /// Blocks this thread until the load is there, at most `wait` long.
    pub(crate) fn wait_blocking(self, wait: Duration) -> Waited {
        let mut deadline = std::time::Instant::now().checked_add(wait);
        let mut seats = lock(&self.flight.seats);
        loop {
            if let Some(waited) = self.look(&mut seats) {
                drop(seats);
                return waited;
            }
            let now = std::time::Instant::now();
            let left = deadline.map_or(Duration::MAX, |end| end.saturating_duration_since(now));
            if left.is_zero() {
                if let Some(waited) = self.time_is_up(&mut seats, wait) {
                    drop(seats);
                    return waited;
                }
                deadline = now.checked_add(wait);
                continue;
            }
            let woken = self.flight.woken.wait_timeout(seats, left);
            seats = woken.unwrap_or_else(PoisonError::into_inner).0;
        }
    }

    fn look(&self, seats: &mut Seats) -> Option<Waited> {
        match &seats.state {
            State::Landed(landed) => Some(Waited::Landed(landed.clone())),
            State::Vacant => Some(Waited::Lead(self.lead(seats.take_lead()))),
            State::Led { .. } => None,
        }
    }

    /// The time is up. The first to say so takes the lead from a leader that had it all this time;
    /// the others give that one the same time once more, because a fresh leader is at work.
    fn time_is_up(&self, seats: &mut Seats, wait: Duration) -> Option<Waited> {
        if let Some(waited) = self.look(seats) {
            return Some(waited);
        }
        if let Some(leader) = seats.take_over(wait) {
            return Some(Waited::TakenOver(self.lead(leader)));
        }
        if seats.takeovers() <= self.takeovers.get() {
            return Some(Waited::TimedOut);
        }
        self.takeovers.set(u32::MAX);
        self.deadline.set(None);
        None
    }

    fn lead(&self, leader: u64) -> Lead {
        Lead::new(self.flights.clone(), self.flight.clone(), leader)
    }
}

impl Drop for Waiter {
    fn drop(&mut self) {
        let mut seats = lock(&self.flight.seats);
        seats.stand_up(self.seat);
        let vacant = matches!(seats.state, State::Vacant);
        let alone = seats.is_empty();
        drop(seats);
        if vacant && alone {
            self.flights.forget_abandoned(&self.flight);
        } else if vacant {
            // The wake-up may have been this waiter's.
            self.flight.wake_one();
        }
    }
}
