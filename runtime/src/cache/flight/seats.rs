//! Who leads a flight, who waits, and until when.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, VecDeque};
use std::task::Waker;
use std::time::Duration;

use tokio::task::AbortHandle;
use tokio::time::Instant;

use crate::cache::entry::Held;
use crate::cache::tags::Seen;

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
    /// The waiters in the order in which they came. Whoever goes away leaves an empty chair, and
    /// those before everybody else's are taken away: a key that keeps failing can have waiters for
    /// as long as the process lives.
    chairs: VecDeque<Chair>,
    /// The number of the first chair.
    base: usize,
    /// No waker stands before the chair of this number.
    first: usize,
    waiting: usize,
    leaders: u64,
    takeovers: u32,
    /// When whose time is up, the earliest first.
    deadlines: BinaryHeap<Reverse<(Instant, usize)>>,
    watchdog: Option<AbortHandle>,
    /// What the load has seen of its tags, if it has any.
    pub(super) tags: Option<Box<Seen>>,
    /// Wakes the leader, where it waits for a change of the key in another process.
    #[cfg(feature = "redis")]
    pub(super) leader: Option<Waker>,
}

/// Where one waiter sits.
enum Chair {
    Empty,
    /// A thread, or a future that has been woken or not been polled.
    Taken,
    Asleep(Waker),
}

impl Chair {
    fn wake(&mut self) -> Option<Waker> {
        if !matches!(self, Self::Asleep(_)) {
            return None;
        }
        match std::mem::replace(self, Self::Taken) {
            Self::Asleep(waker) => Some(waker),
            Self::Empty | Self::Taken => None,
        }
    }
}

impl Seats {
    pub(super) fn new() -> Self {
        Self {
            state: State::Led {
                leader: 0,
                waited_for_since: None,
            },
            chairs: VecDeque::new(),
            base: 0,
            first: 0,
            waiting: 0,
            leaders: 0,
            takeovers: 0,
            deadlines: BinaryHeap::new(),
            watchdog: None,
            tags: None,
            #[cfg(feature = "redis")]
            leader: None,
        }
    }

    /// Whether what the load brings is older than an invalidation that newcomers may have seen.
    pub(super) fn is_outdated(&self) -> bool {
        self.tags.as_ref().is_some_and(|seen| seen.is_outdated())
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
        self.chairs.push_back(Chair::Taken);
        self.base + self.chairs.len() - 1
    }

    /// The waiter of `seat` goes away.
    pub(super) fn stand_up(&mut self, seat: usize) {
        self.waiting = self.waiting.saturating_sub(1);
        if let Some(chair) = self.chair(seat) {
            *chair = Chair::Empty;
        }
        while let Some(Chair::Empty) = self.chairs.front() {
            self.chairs.pop_front();
            self.base += 1;
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.waiting == 0
    }

    fn chair(&mut self, seat: usize) -> Option<&mut Chair> {
        self.chairs.get_mut(seat.checked_sub(self.base)?)
    }

    /// Has the future in `seat` woken by `waker`.
    pub(super) fn set_waker(&mut self, seat: usize, waker: &Waker) {
        self.first = self.first.min(seat);
        if let Some(chair) = self.chair(seat) {
            match chair {
                Chair::Asleep(old) => old.clone_from(waker),
                Chair::Empty | Chair::Taken => *chair = Chair::Asleep(waker.clone()),
            }
        }
    }

    /// The waker of whoever has waited longest.
    pub(super) fn next_waker(&mut self) -> Option<Waker> {
        self.first = self.first.max(self.base);
        while let Some(chair) = self.chair(self.first) {
            if let Some(waker) = chair.wake() {
                return Some(waker);
            }
            self.first += 1;
        }
        None
    }

    pub(super) fn all_wakers(&mut self) -> Vec<Waker> {
        self.first = self.base + self.chairs.len();
        self.chairs.iter_mut().filter_map(Chair::wake).collect()
    }

    /// Makes the caller the leader.
    pub(super) fn take_lead(&mut self) -> u64 {
        self.leaders += 1;
        // They were another load's.
        self.tags = None;
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

    /// The time of the waiter in `seat` is up at `deadline`. True if no timer runs that would say so.
    pub(super) fn add_deadline(&mut self, deadline: Instant, seat: usize) -> bool {
        self.deadlines.push(Reverse((deadline, seat)));
        // A timer goes with its runtime, which need not be the one of this waiter.
        self.watchdog.as_ref().is_none_or(AbortHandle::is_finished)
    }

    /// The wakers of those whose time is up at `now`, and when the next one's is; then the timer has
    /// no more to do.
    pub(super) fn time_is_up(&mut self, now: Instant) -> (Vec<Waker>, Option<Instant>) {
        let mut late = Vec::new();
        while let Some(&Reverse((deadline, seat))) = self.deadlines.peek() {
            if deadline > now && self.waiting > 0 {
                return (late, Some(deadline));
            }
            self.deadlines.pop();
            late.extend(self.chair(seat).and_then(Chair::wake));
        }
        self.watchdog = None;
        (late, None)
    }

    /// Has `watchdog` ended when the flight lands.
    pub(super) fn set_watchdog(&mut self, watchdog: AbortHandle) {
        self.watchdog = Some(watchdog);
    }

    /// The flight has landed: what is left to end.
    pub(super) fn land(&mut self, held: Held) -> Option<AbortHandle> {
        self.state = State::Landed(held);
        self.deadlines = BinaryHeap::new();
        self.watchdog.take()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waiters_that_come_and_go_leave_nothing_behind() {
        let mut seats = Seats::new();
        let mut last = seats.sit_down();
        for _ in 0..10_000 {
            let next = seats.sit_down();
            seats.set_waker(next, Waker::noop());
            seats.stand_up(last);
            last = next;
        }
        assert_eq!(seats.chairs.len(), 1);
        assert!(seats.next_waker().is_some() && seats.next_waker().is_none());
        seats.set_waker(last, Waker::noop());
        assert_eq!(seats.all_wakers().len(), 1);
    }

    #[test]
    fn who_has_waited_longest_is_woken_first_also_after_going_back_to_sleep() {
        let mut seats = Seats::new();
        let (first, second) = (seats.sit_down(), seats.sit_down());
        seats.set_waker(second, Waker::noop());
        assert!(seats.next_waker().is_some());
        seats.set_waker(first, Waker::noop());
        seats.set_waker(second, Waker::noop());
        assert!(seats.next_waker().is_some());
        assert!(matches!(seats.chair(first), Some(Chair::Taken)));
        assert!(matches!(seats.chair(second), Some(Chair::Asleep(_))));
    }

    #[test]
    fn only_those_are_woken_whose_time_is_up() {
        let mut seats = Seats::new();
        let start = Instant::now();
        for wait in 1..=100 {
            let seat = seats.sit_down();
            seats.set_waker(seat, Waker::noop());
            assert!(
                seats.add_deadline(start + Duration::from_secs(wait), seat),
                "nobody has started a timer"
            );
        }
        let (late, next) = seats.time_is_up(start + Duration::from_secs(3));
        assert_eq!(late.len(), 3);
        assert_eq!(next, Some(start + Duration::from_secs(4)));
        let (late, next) = seats.time_is_up(start + Duration::from_secs(1_000));
        assert_eq!((late.len(), next), (97, None));
    }
}
