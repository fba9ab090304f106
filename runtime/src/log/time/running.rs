//! The times of one call.

use std::time::Duration;

use crate::log::call::{Moment, measured_nanos};

/// What is known of a call that somebody listens to: two words in the user's future.
///
/// Reading the clock is most of what telling costs. A call that ends in its first poll needs it
/// twice: it begins where its body is entered, and ends where its body is left.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Running {
    /// When it began, and marks in the bits above; zero while nobody listens.
    began: u64,
    /// How long it was polled. While it is polled, less the time at which that began.
    busy: u64,
}

/// Nothing has happened since it began.
const FRESH: u64 = 1 << 63;
/// It has been polled once, from its very beginning, and nothing has happened since.
const ONCE: u64 = 1 << 62;
/// It is being polled.
const ENTERED: u64 = 1 << 61;
/// It is told of even if it is neither slow nor failed.
const SAMPLED: u64 = 1 << 60;
/// It has a frame while it is polled.
const FRAMED: u64 = 1 << 59;
/// Eighteen years of nanoseconds.
const TIME: u64 = FRAMED - 1;

/// How long it took, in nanoseconds.
#[derive(Clone, Copy, Debug)]
pub(super) struct Took {
    pub(super) whole: u64,
    pub(super) busy: u64,
    pub(super) is_sampled: bool,
}

impl Took {
    pub(super) fn whole(self) -> Duration {
        Duration::from_nanos(self.whole)
    }
}

impl Running {
    /// A call that begins now.
    pub(super) fn now(is_sampled: bool) -> Self {
        let sampled = if is_sampled { SAMPLED } else { 0 };
        Self {
            began: Moment::now().nanos() & TIME | FRESH | sampled,
            busy: 0,
        }
    }

    /// Whether somebody listens.
    #[cfg_attr(not(debug_assertions), inline)]
    pub(super) fn is_told(self) -> bool {
        self.began != 0
    }

    #[cfg_attr(not(debug_assertions), inline)]
    pub(super) fn enter(&mut self) {
        let at = if self.began & FRESH == 0 {
            self.began &= !ONCE;
            Moment::now().nanos()
        } else {
            self.began ^= FRESH | ONCE;
            self.began & TIME
        };
        self.began |= ENTERED;
        self.busy = self.busy.wrapping_sub(at);
    }

    /// What is entered has a frame, until it is left.
    #[cfg_attr(not(debug_assertions), inline)]
    pub(super) fn frame(&mut self) {
        self.began |= FRAMED;
    }

    /// If it was entered. Whether it has a frame.
    #[cfg_attr(not(debug_assertions), inline)]
    pub(super) fn leave(&mut self) -> bool {
        if self.began & ENTERED != 0 {
            self.busy = self.busy.wrapping_add(Moment::now().nanos());
        }
        let is_framed = self.began & FRAMED != 0;
        self.began &= !(ENTERED | FRAMED);
        is_framed
    }

    /// It waits: time passes that nobody has measured.
    #[cfg_attr(not(debug_assertions), inline)]
    pub(super) fn wait(&mut self) {
        self.began &= !(FRESH | ONCE);
    }

    /// It has ended; nothing more is told of it.
    #[cfg_attr(not(debug_assertions), inline)]
    pub(super) fn end(&mut self) -> Took {
        let Self { began, busy } = std::mem::take(self);
        let busy = measured_nanos(busy);
        let whole = if began & ONCE == 0 {
            measured_nanos(Moment::now().nanos().saturating_sub(began & TIME))
        } else {
            busy
        };
        Took {
            whole,
            busy,
            is_sampled: began & SAMPLED != 0,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::test::ManualClock;

    #[test]
    fn what_it_waits_is_not_what_it_is_busy() {
        let clock = ManualClock::new();
        let _guard = clock.on_this_thread();
        let mut call = Running::now(true);
        for _ in 0..2 {
            call.enter();
            call.frame();
            clock.advance(Duration::from_millis(10));
            assert!(call.leave());
            assert!(!call.leave());
            call.wait();
            clock.advance(Duration::from_millis(100));
        }
        let took = call.end();
        assert_eq!(took.busy, 20_000_000);
        assert_eq!(took.whole, 220_000_000);
        assert!(took.is_sampled);
        assert!(!call.is_told());
    }

    #[test]
    fn a_second_attempt_in_one_poll_is_counted_from_where_it_begins() {
        let clock = ManualClock::new();
        let _guard = clock.on_this_thread();
        let mut call = Running::now(false);
        for _ in 0..2 {
            call.enter();
            clock.advance(Duration::from_millis(10));
            call.leave();
        }
        let took = call.end();
        assert_eq!(took.busy, 20_000_000);
        assert_eq!(took.whole, 20_000_000);
        assert!(!took.is_sampled);
    }

    #[test]
    fn what_was_never_entered_is_not_left() {
        let mut call = Running::now(false);
        assert!(!call.leave());
        assert_eq!(call.end().busy, 0);
    }
}
