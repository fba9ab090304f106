//! Who leads a flight, who waits, and until when.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::task::Waker;
use std::time::Duration;

use tokio::task::AbortHandle;
use tokio::time::Instant;

use crate::cache::entry::Held;

/// How far a flight has come.
pub(super) enum State {
    /// A call is at it. The number tells the leaders of one flight apart; the time is that since
    /// which somebody has waited for this one.
    Led {
        leader: u64,
        waited_for_since: Option<Instant>,
    },
    /// The leader left; whoever comes next takes over.
    Vacant,
    /// What the load brought: a value, `None`, or an error that can be shared.
    Landed(Held),
}

/// The seats of one flight.
pub(super) struct Seats {
    pub(super) state: State,
    /// One for each waiter that has ever come, in their order.
    wakers: Vec<Option<Waker>>,
    /// No waker stands before this one.
    first: usize,
    waiting: usize,
    leaders: u64,
    takeovers: u32,
    deadlines: BinaryHeap<Reverse<Instant>>,
    watchdog: Option<AbortHandle>,
}

impl Seats {
    pub(super) fn new() -> Self {
        Self {
            state: State::Led {
                leader: 0,
                waited_for_since: None,
            },
            wakers: Vec::new(),
            first: 0,
            waiting: 0,
            leaders: 0,
            takeovers: 0,
            deadlines: BinaryHeap::new(),
            watchdog: None,
        }
    }

    /// Another call waits: the number of its seat.
    pub(super) fn sit_down(&mut self) -> usize {
        if let State::Led {
            waited_for_since: since @ None,
            ..
        } = &mut self.state
        {
            *since = Some(Instant::now());
        }
        self.waiting += 1;
        self.wakers.push(None);
        self.wakers.len() - 1
    }

    /// The waiter of `seat` goes away.
    pub(super) fn stand_up(&mut self, seat: usize) {
        self.waiting = self.waiting.saturating_sub(1);
        if let Some(waker) = self.wakers.get_mut(seat) {
            *waker = None;
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.waiting == 0
    }

    /// Has the future in `seat` woken by `waker`.
    pub(super) fn set_waker(&mut self, seat: usize, waker: &Waker) {
        self.first = self.first.min(seat);
        if let Some(slot) = self.wakers.get_mut(seat) {
            match slot {
                Some(old) => old.clone_from(waker),
                None => *slot = Some(waker.clone()),
            }
        }
    }

    /// The waker of whoever has waited longest.
    pub(super) fn next_waker(&mut self) -> Option<Waker> {
        while let Some(slot) = self.wakers.get_mut(self.first) {
            if let Some(waker) = slot.take() {
                return Some(waker);
            }
            self.first += 1;
        }
        None
    }

    pub(super) fn all_wakers(&mut self) -> Vec<Waker> {
        self.first = self.wakers.len();
        self.wakers.iter_mut().filter_map(Option::take).collect()
    }

    /// Makes the caller the leader.
    pub(super) fn take_lead(&mut self) -> u64 {
        self.leaders += 1;
        let waited_for_since = (self.waiting > 0).then(Instant::now);
        self.state = State::Led {
            leader: self.leaders,
            waited_for_since,
        };
        self.leaders
    }

    /// Makes the caller the leader in place of one that has kept others waiting for `wait`.
    pub(super) fn take_over(&mut self, wait: Duration) -> Option<u64> {
        match self.state {
            State::Led {
                waited_for_since: Some(since),
                ..
            } if since.elapsed() >= wait => {
                self.takeovers += 1;
                Some(self.take_lead())
            }
            _ => None,
        }
    }

    pub(super) fn is_led_by(&self, number: u64) -> bool {
        matches!(self.state, State::Led { leader, .. } if leader == number)
    }

    /// How often a leader that was not polled has lost the lead.
    pub(super) fn takeovers(&self) -> u32 {
        self.takeovers
    }

    /// Somebody's time is up at `deadline`; true if nobody's was before.
    pub(super) fn add_deadline(&mut self, deadline: Instant) -> bool {
        let first = self.deadlines.is_empty();
        self.deadlines.push(Reverse(deadline));
        first
    }

    /// The deadline that comes after `passed`; `None` when nobody waits for one any more.
    pub(super) fn deadline_after(&mut self, passed: Option<Instant>) -> Option<Instant> {
        if matches!(self.state, State::Landed(_)) || self.waiting == 0 {
            self.deadlines.clear();
        }
        while self
            .deadlines
            .peek()
            .is_some_and(|Reverse(deadline)| Some(*deadline) <= passed)
        {
            self.deadlines.pop();
        }
        self.deadlines.peek().map(|Reverse(deadline)| *deadline)
    }

    /// Has `watchdog` ended when the flight lands.
    pub(super) fn set_watchdog(&mut self, watchdog: AbortHandle) {
        if let State::Landed(_) = self.state {
            watchdog.abort();
        } else {
            self.watchdog = Some(watchdog);
        }
    }

    /// The flight has landed: what is left to end.
    pub(super) fn land(&mut self, held: Held) -> Option<AbortHandle> {
        self.state = State::Landed(held);
        self.watchdog.take()
    }
}
