//! Which keys are kept.
//!
//! Not a cache from elsewhere: which circuit goes depends on its state, which changes while it is in
//! here.

use std::collections::HashMap;
use std::hash::BuildHasher;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};
use std::time::Duration;

use foldhash::quality::RandomState;

use crate::clock::Tick;
use crate::resilience::breaker::face::CircuitBreaker;
use crate::sync::lock;

/// A power of two.
const SHARDS: usize = 32;

/// When there is no room, this part of all keys goes at once: whoever finds out which ones looks at
/// all.
const AT_ONCE: usize = 32;

pub(super) struct Registry {
    max_keys: usize,
    idle: Duration,
    hasher: RandomState,
    shards: [RwLock<Shard>; SHARDS],
    len: AtomicUsize,
    made: AtomicU64,
    /// Held by who makes room. When idle keys are looked for next.
    next_sweep: Mutex<Tick>,
}

type Shard = HashMap<Arc<str>, Entry, RandomState>;

struct Entry {
    breaker: CircuitBreaker,
    /// When somebody asked for it: a [`Tick`].
    used: AtomicU64,
    /// How many were made before it: of those that were asked for at one time, the newest goes last.
    number: u64,
}

impl Registry {
    pub(super) fn new(max_keys: usize, idle: Duration) -> Self {
        let hasher = RandomState::default();
        Self {
            max_keys: max_keys.max(1),
            idle,
            shards: std::array::from_fn(|_| RwLock::new(Shard::with_hasher(hasher.clone()))),
            hasher,
            len: AtomicUsize::new(0),
            made: AtomicU64::new(0),
            next_sweep: Mutex::new(Tick::NEVER),
        }
    }

    pub(super) fn get_or_make(
        &self,
        key: &str,
        now: Tick,
        make: impl FnOnce(Arc<str>) -> CircuitBreaker,
    ) -> CircuitBreaker {
        if let Some(entry) = read(self.shard(key)).get(key)
            && !self.is_over(entry, now)
        {
            entry.touch(now);
            return entry.breaker.clone();
        }
        let breaker = self.insert(key, now, make);
        self.make_room(now);
        breaker
    }

    fn insert(
        &self,
        key: &str,
        now: Tick,
        make: impl FnOnce(Arc<str>) -> CircuitBreaker,
    ) -> CircuitBreaker {
        let mut shard = write(self.shard(key));
        if let Some(entry) = shard.get(key)
            && !self.is_over(entry, now)
        {
            // Another was faster.
            return entry.breaker.clone();
        }
        let key: Arc<str> = key.into();
        let entry = Entry {
            breaker: make(key.clone()),
            used: AtomicU64::new(now.bits()),
            number: self.made.fetch_add(1, Ordering::Relaxed),
        };
        let breaker = entry.breaker.clone();
        let former = shard.insert(key, entry);
        // While nobody can drop it again: the number must not go below zero.
        if former.is_none() {
            self.len.fetch_add(1, Ordering::Relaxed);
        }
        drop(shard);
        breaker
    }

    pub(super) fn get(&self, key: &str) -> Option<CircuitBreaker> {
        let shard = read(self.shard(key));
        shard.get(key).map(|entry| entry.breaker.clone())
    }

    pub(super) fn len(&self) -> usize {
        self.len.load(Ordering::Relaxed)
    }

    pub(super) fn all(&self) -> Vec<CircuitBreaker> {
        let mut all = Vec::with_capacity(self.len());
        for shard in &self.shards {
            all.extend(read(shard).values().map(|entry| entry.breaker.clone()));
        }
        all
    }

    fn shard(&self, key: &str) -> &RwLock<Shard> {
        // The upper bits: a map looks at the others.
        let hash = self.hasher.hash_one(key);
        let [first, ..] = &self.shards;
        let number = usize::from((hash >> 48) as u16) % SHARDS;
        self.shards.get(number).unwrap_or(first)
    }

    /// Whether nobody has asked for it in so long a time that it counts as gone.
    fn is_over(&self, entry: &Entry, now: Tick) -> bool {
        now.since(entry.used()) > self.idle && !entry.breaker.core().is_in_force(now)
    }

    fn make_room(&self, now: Tick) {
        let full = self.len() > self.max_keys;
        let mut next_sweep = if full {
            lock(&self.next_sweep)
        } else {
            let Ok(next_sweep) = self.next_sweep.try_lock() else {
                return;
            };
            next_sweep
        };
        if *next_sweep == Tick::NEVER {
            *next_sweep = now.after(self.idle);
        } else if now >= *next_sweep {
            *next_sweep = now.after(self.idle / 4);
            self.drop_if(|entry| self.is_over(entry, now));
        }
        let over = self.len().saturating_sub(self.max_keys);
        if over > 0 {
            self.evict(over + self.max_keys / AT_ONCE);
        }
    }

    /// Drops so many keys: closed circuits before others, and of these the one that was asked for
    /// longest ago.
    fn evict(&self, count: usize) {
        let mut all = Vec::with_capacity(self.len());
        for shard in &self.shards {
            all.extend(read(shard).values().map(Entry::order));
        }
        let Some(last) = count.min(all.len()).checked_sub(1) else {
            return;
        };
        let (_, &mut last, _) = all.select_nth_unstable(last);
        self.drop_if(|entry| entry.order() <= last);
    }

    fn drop_if(&self, goes: impl Fn(&Entry) -> bool) {
        for shard in &self.shards {
            let mut gone = Vec::new();
            let mut shard = write(shard);
            let before = shard.len();
            shard.retain(|_, entry| {
                let goes = goes(entry);
                if goes {
                    // Whoever is the last to let go of it does so without the lock.
                    gone.push(entry.breaker.clone());
                }
                !goes
            });
            self.len.fetch_sub(before - shard.len(), Ordering::Relaxed);
            drop(shard);
        }
    }
}

impl Entry {
    fn used(&self) -> Tick {
        Tick::from_bits(self.used.load(Ordering::Relaxed))
    }

    /// The least goes first.
    fn order(&self) -> (bool, u64, u64) {
        let closed = self.breaker.core().is_closed();
        (!closed, self.used().bits(), self.number)
    }

    /// Written only if it says something new: many threads may ask for one key.
    fn touch(&self, now: Tick) {
        if self.used.load(Ordering::Relaxed) < now.bits() {
            self.used.store(now.bits(), Ordering::Relaxed);
        }
    }
}

fn read(shard: &RwLock<Shard>) -> RwLockReadGuard<'_, Shard> {
    shard.read().unwrap_or_else(PoisonError::into_inner)
}

fn write(shard: &RwLock<Shard>) -> RwLockWriteGuard<'_, Shard> {
    shard.write().unwrap_or_else(PoisonError::into_inner)
}
