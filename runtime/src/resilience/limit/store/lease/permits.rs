//! Permits at hand, and until when, in one word.

use std::sync::atomic::{AtomicU64, Ordering};

use crate::resilience::limit::store::watch::Nanos;

/// The lower bits: how many. The upper ones: until when, in ms.
const COUNT_BITS: u32 = 24;
const COUNT: u64 = (1 << COUNT_BITS) - 1;
const MILLI: Nanos = 1_000_000;

/// The largest number of permits that one word holds.
pub(in super::super) const MOST: u32 = (1 << COUNT_BITS) - 1;

/// What was granted and not handed out yet. Whoever takes the last one and whoever brings new ones
/// agree, because both numbers change together.
#[derive(Debug, Default)]
pub(super) struct Permits(AtomicU64);

fn count(word: u64) -> u32 {
    // 24 bits fit.
    u32::try_from(word & COUNT).unwrap_or(MOST)
}

fn is_over(word: u64, now: Nanos) -> bool {
    now / MILLI >= word >> COUNT_BITS
}

fn word(count: u64, until: Nanos) -> u64 {
    let until = (until / MILLI).min(u64::MAX >> COUNT_BITS);
    count.min(COUNT) | until << COUNT_BITS
}

impl Permits {
    /// Takes `cost` of them. Returns how many are left, or `None` if there are fewer.
    pub(super) fn take(&self, cost: u32, now: Nanos) -> Option<u32> {
        let take = |word| {
            let left = count(word).checked_sub(cost)?;
            (!is_over(word, now) || cost == 0).then_some(word & !COUNT | u64::from(left))
        };
        let before = self
            .0
            .fetch_update(Ordering::AcqRel, Ordering::Acquire, take);
        before.ok().map(|before| count(before) - cost)
    }

    /// How many are at hand.
    pub(super) fn at_hand(&self, now: Nanos) -> u32 {
        let word = self.0.load(Ordering::Acquire);
        if is_over(word, now) { 0 } else { count(word) }
    }

    /// Adds what was granted. All lapse when `until` says, which is told how many there are.
    pub(super) fn add(&self, granted: u32, now: Nanos, until: impl Fn(u32) -> Nanos) {
        let add = |before| {
            let held = if is_over(before, now) {
                0
            } else {
                count(before)
            };
            let held = held.saturating_add(granted).min(MOST);
            Some(word(u64::from(held), until(held)))
        };
        // It always has a next value.
        _ = self
            .0
            .fetch_update(Ordering::AcqRel, Ordering::Acquire, add);
    }

    /// Gives up so many of those that are more than `most`.
    pub(super) fn give_up(&self, cost: u32, most: u32) {
        let give_up = |word| {
            let more = count(word).checked_sub(most).filter(|more| *more > 0)?;
            Some(word & !COUNT | u64::from(count(word) - more.min(cost)))
        };
        // An error: there are no more.
        _ = self
            .0
            .fetch_update(Ordering::AcqRel, Ordering::Acquire, give_up);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_granted_is_handed_out_once_and_lapses() {
        let permits = Permits::default();
        assert_eq!(permits.take(1, 0), None);
        permits.add(5, 0, |held| u64::from(held) * 10 * MILLI);
        assert_eq!(permits.take(2, 0), Some(3));
        assert_eq!(permits.take(4, 0), None);
        assert_eq!(permits.at_hand(49 * MILLI), 3);
        assert_eq!(permits.take(1, 50 * MILLI), None);
        assert_eq!(permits.at_hand(50 * MILLI), 0);
        // What has lapsed does not come back with what is new.
        permits.add(2, 50 * MILLI, |_| 60 * MILLI);
        assert_eq!(permits.at_hand(50 * MILLI), 2);
    }

    #[test]
    fn what_is_given_up_is_only_what_is_more_than_a_block() {
        let permits = Permits::default();
        permits.add(52, 0, |_| MILLI);
        permits.give_up(1, 50);
        assert_eq!(permits.at_hand(0), 51);
        permits.give_up(3, 50);
        permits.give_up(3, 50);
        assert_eq!(permits.at_hand(0), 50);
    }

    #[test]
    fn many_threads_take_no_more_than_there_are() {
        let permits = Permits::default();
        permits.add(1_000, 0, |_| MILLI);
        let taken: usize = std::thread::scope(|scope| {
            let threads: Vec<_> = (0..8)
                .map(|_| scope.spawn(|| (0..500).filter(|_| permits.take(1, 0).is_some()).count()))
                .collect();
            threads
                .into_iter()
                .map(|thread| thread.join().unwrap_or(0))
                .sum()
        });
        assert_eq!(taken, 1_000);
    }
}
