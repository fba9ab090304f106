//! `count = 10`: of identical failures, so many a minute are told, and then how many more there were.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::hash::BuildHasher;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError, RwLock};
use std::time::Duration;

use foldhash::fast::RandomState;
use tracing::Level;

use super::site::ExceptionSite;
use crate::clock::{Clock, Tick};
use crate::log::call::{Outcome, start_of};
use crate::sync::lock;

/// How long failures are counted.
const WINDOW: Duration = Duration::from_secs(60);
/// How many texts of a function are counted at the same time. One more takes the place of the oldest.
const TEXTS: usize = 128;
/// How much is kept of a text, in bytes.
const LENGTH: usize = 1024;

/// The failures of one function.
#[derive(Debug)]
pub(super) struct Repeats {
    counts: Mutex<Option<Counts>>,
    /// When the first minute of a failure that was held back is over, in the bits of a tick: what a
    /// call looks at without the lock.
    next: AtomicU64,
}

#[derive(Debug, Default)]
struct Counts {
    hasher: RandomState,
    /// By the hash of how it ended and what it says.
    texts: HashMap<u64, Count, RandomState>,
    /// What had to make room.
    removed: Vec<Repeated>,
}

/// One text.
#[derive(Debug)]
struct Count {
    since: Tick,
    told: u32,
    held: Repeated,
}

/// What has been held back of one text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Repeated {
    pub(super) level: Level,
    pub(super) outcome: Outcome,
    pub(super) error: String,
    /// How often it was not told.
    pub(super) times: u64,
}

/// The functions that have held something back, for the thread that looks each second.
static HOLDING: RwLock<Vec<&'static ExceptionSite>> = RwLock::new(Vec::new());

/// What is done each second.
pub(crate) fn round() {
    let sites = HOLDING
        .read()
        .unwrap_or_else(PoisonError::into_inner)
        .clone();
    for site in sites {
        site.tell_repeated();
    }
}

impl Repeats {
    pub(super) const fn new() -> Self {
        Self {
            counts: Mutex::new(None),
            next: AtomicU64::new(u64::MAX),
        }
    }

    /// Whether this failure is to be told. Otherwise it has been counted.
    pub(super) fn ask(
        &self,
        site: &'static ExceptionSite,
        most: u32,
        level: Level,
        outcome: Outcome,
        error: &str,
    ) -> bool {
        let now = Clock::System.now();
        let mut counts = lock(&self.counts);
        let is_first = counts.is_none();
        let asked = counts
            .get_or_insert_default()
            .ask(now, most, level, outcome, error);
        if let Some(first) = counts.as_ref().and_then(Counts::next) {
            self.next.store(first.bits(), Ordering::Relaxed);
        }
        drop(counts);
        if is_first {
            HOLDING
                .write()
                .unwrap_or_else(PoisonError::into_inner)
                .push(site);
            // Without the thread, the next call tells of it.
            crate::ticker::start();
        }
        asked
    }

    /// Whether a minute may be over.
    #[cfg_attr(not(debug_assertions), inline)]
    pub(super) fn may_be_over(&self) -> bool {
        let next = self.next.load(Ordering::Relaxed);
        next != u64::MAX && Clock::System.now() >= Tick::from_bits(next)
    }

    /// What is to be told, because its minute is over or it had to make room.
    pub(super) fn over(&self) -> Vec<Repeated> {
        let now = Clock::System.now();
        let mut counts = lock(&self.counts);
        let Some(counts) = counts.as_mut() else {
            return Vec::new();
        };
        let over = counts.over(now);
        let next = counts.next().map_or(u64::MAX, Tick::bits);
        self.next.store(next, Ordering::Relaxed);
        over
    }
}

impl Counts {
    fn ask(&mut self, now: Tick, most: u32, level: Level, outcome: Outcome, error: &str) -> bool {
        self.removed = self.over(now);
        let hash = self.hasher.hash_one((level_number(level), outcome, error));
        if self.texts.len() >= TEXTS && !self.texts.contains_key(&hash) {
            self.remove_oldest();
        }
        let count = match self.texts.entry(hash) {
            Entry::Occupied(entry) => entry.into_mut(),
            Entry::Vacant(entry) => entry.insert(Count {
                since: now,
                told: 0,
                held: Repeated {
                    level,
                    outcome,
                    error: String::new(),
                    times: 0,
                },
            }),
        };
        if count.told < most {
            count.told += 1;
            return true;
        }
        if count.held.error.is_empty() {
            start_of(error, LENGTH).clone_into(&mut count.held.error);
        }
        count.held.times += 1;
        false
    }

    fn remove_oldest(&mut self) {
        let oldest = self.texts.iter().min_by_key(|(_, count)| count.since);
        let Some(oldest) = oldest.map(|(hash, _)| *hash) else {
            return;
        };
        if let Some(Count { held, .. }) = self.texts.remove(&oldest)
            && held.times > 0
        {
            self.removed.push(held);
        }
    }

    /// Forgets the minutes that are over.
    fn over(&mut self, now: Tick) -> Vec<Repeated> {
        let over = |count: &Count| now.since(count.since) >= WINDOW;
        let mut told = std::mem::take(&mut self.removed);
        let gone = self.texts.extract_if(|_, count| over(count));
        told.extend(
            gone.map(|(_, count)| count.held)
                .filter(|held| held.times > 0),
        );
        told
    }

    /// When there is something to tell.
    fn next(&self) -> Option<Tick> {
        let held = self.texts.values().filter(|count| count.held.times > 0);
        held.map(|count| count.since.after(WINDOW)).min()
    }
}

fn level_number(level: Level) -> u8 {
    match level {
        Level::ERROR => 0,
        Level::WARN => 1,
        Level::INFO => 2,
        Level::DEBUG => 3,
        Level::TRACE => 4,
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::sync::atomic::AtomicUsize;

    use tracing::span::{Attributes, Id, Record};
    use tracing::subscriber::{NoSubscriber, with_default};
    use tracing::{Event, Metadata, Subscriber};

    use super::super::site::Ended;
    use super::super::{ExceptionOptions, Failure};
    use super::*;
    use crate::describe::Description;
    use crate::log::call::{Marks, Source};
    use crate::test::ManualClock;

    /// Counts events.
    #[derive(Clone, Default)]
    struct Counting(Arc<AtomicUsize>);

    impl Subscriber for Counting {
        fn enabled(&self, metadata: &Metadata<'_>) -> bool {
            metadata.target() == "repeats"
        }
        fn new_span(&self, _: &Attributes<'_>) -> Id {
            Id::from_u64(1)
        }
        fn record(&self, _: &Id, _: &Record<'_>) {}
        fn record_follows_from(&self, _: &Id, _: &Id) {}
        fn event(&self, _: &Event<'_>) {
            self.0.fetch_add(1, Ordering::Relaxed);
        }
        fn enter(&self, _: &Id) {}
        fn exit(&self, _: &Id) {}
    }

    #[test]
    fn the_thread_tells_of_the_rest_unless_it_would_tell_nobody() {
        static SITE: ExceptionSite = ExceptionSite::new(
            Source {
                function: "repeats::charge",
                name: "charge",
                module: "repeats",
                target: "repeats",
                file: "repeats.rs",
                line: 1,
                fields: &[],
            },
            ExceptionOptions {
                count: 1,
                ..ExceptionOptions::DEFAULT
            },
        );
        let clock = ManualClock::new();
        let _set = clock.on_this_thread();
        let counting = Counting::default();
        let count = || counting.0.load(Ordering::Relaxed);
        let failure = Failure {
            said: Description::Display(&"down"),
            source: None,
            level: Level::ERROR,
        };
        with_default(counting.clone(), || {
            for _ in 0..3 {
                let ended = Ended::new(Duration::ZERO, &[]);
                SITE.failed(&failure, ended, Marks::default());
            }
        });
        assert_eq!(count(), 1);
        clock.advance(WINDOW);
        with_default(NoSubscriber::new(), round);
        assert_eq!(count(), 1);
        with_default(counting.clone(), round);
        assert_eq!(count(), 2);
        with_default(counting.clone(), round);
        assert_eq!(count(), 2, "it is told once");
    }

    fn at(seconds: u64) -> Tick {
        Tick::from_bits(0).after(Duration::from_secs(seconds))
    }

    fn ask(counts: &mut Counts, seconds: u64, error: &str) -> bool {
        counts.ask(at(seconds), 2, Level::ERROR, Outcome::Err, error)
    }

    #[test]
    fn so_many_of_each_text_are_told_in_a_minute() {
        let mut counts = Counts::default();
        let down: Vec<bool> = (0..5)
            .map(|second| ask(&mut counts, second, "down"))
            .collect();
        assert_eq!(down, [true, true, false, false, false]);
        assert!(ask(&mut counts, 5, "late"), "another text");
        assert_eq!(counts.next(), Some(at(60)));
        assert_eq!(counts.over(at(59)), []);
        let told = counts.over(at(60));
        assert_eq!(told.len(), 1);
        assert_eq!((&*told[0].error, told[0].times), ("down", 3));
        assert!(ask(&mut counts, 60, "down"), "a new minute");
        assert_eq!(counts.next(), None);
    }

    #[test]
    fn texts_without_end_take_no_more_than_their_places_and_none_is_lost() {
        let mut counts = Counts::default();
        let mut held = 0;
        for number in 0..10_000 {
            for _ in 0..3 {
                let error = format!("{number} {}", "x".repeat(10_000));
                held += u64::from(!ask(&mut counts, 0, &error));
            }
            assert!(counts.texts.len() <= TEXTS);
            if number % 50 == 0 {
                held -= counts
                    .over(at(0))
                    .iter()
                    .map(|held| held.times)
                    .sum::<u64>();
            }
        }
        assert!(
            counts
                .texts
                .values()
                .all(|count| count.held.error.len() <= LENGTH)
        );
        let rest = counts
            .over(at(60))
            .iter()
            .map(|held| held.times)
            .sum::<u64>();
        assert_eq!(held, rest);
    }
}
