//! Keys whose load has failed, and when it is worth trying again.

use std::collections::HashMap;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use foldhash::quality::RandomState;

use crate::cache::key::Key;
use crate::clock::Tick;
use crate::sync::lock;

/// From how many keys on those are looked for whose time has come.
const MANY: usize = 1_024;

/// Keys whose load has failed, each with the moment from which on it is tried again.
///
/// Only what has something old to answer with is asked about here, and only once that is due. It
/// is no part of the entry: entries of Redis have none in memory.
#[derive(Default)]
pub(crate) struct Throttle {
    /// How many there are: nearly always none.
    number: AtomicUsize,
    until: Mutex<HashMap<Key, Tick, RandomState>>,
}

impl Throttle {
    /// Whether nothing is to be tried at `now`.
    pub(crate) fn holds(&self, key: &Key, now: Tick) -> bool {
        self.number.load(Ordering::Acquire) > 0
            && lock(&self.until).get(key).is_some_and(|until| *until > now)
    }

    /// Nothing is to be tried before `until`.
    pub(crate) fn failed(&self, key: &Key, until: Tick, now: Tick) {
        let mut all = lock(&self.until);
        if all.len() >= MANY && all.len().is_power_of_two() {
            all.retain(|_, until| *until > now);
        }
        all.insert(key.clone(), until);
        self.number.store(all.len(), Ordering::Release);
    }

    /// It has been loaded.
    pub(crate) fn succeeded(&self, key: &Key) {
        if self.number.load(Ordering::Acquire) > 0 {
            let mut all = lock(&self.until);
            all.remove(key);
            self.number.store(all.len(), Ordering::Release);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;
    use crate::test::ManualClock;

    #[test]
    fn what_failed_is_held_back_until_its_moment_or_its_success() {
        let clock = crate::clock::Clock::Manual(ManualClock::new());
        let (now, throttle) = (clock.now(), Throttle::default());
        let later = now.after(Duration::from_secs(10));
        let (one, other) = (Key::from("one"), Key::from("other"));
        assert!(!throttle.holds(&one, now));
        throttle.failed(&one, later, now);
        assert!(throttle.holds(&one, now) && !throttle.holds(&other, now));
        assert!(!throttle.holds(&one, later));
        throttle.succeeded(&one);
        assert!(!throttle.holds(&one, now));
    }

    #[test]
    fn keys_whose_time_has_come_do_not_pile_up() {
        let clock = crate::clock::Clock::Manual(ManualClock::new());
        let (now, throttle) = (clock.now(), Throttle::default());
        let mut then = now;
        for number in 0..50_000_u32 {
            then = then.after(Duration::from_millis(1));
            let key = Key::from(number.to_string());
            throttle.failed(&key, then.after(Duration::from_millis(1)), then);
        }
        assert!(throttle.number.load(Ordering::Relaxed) <= MANY);
    }
}
