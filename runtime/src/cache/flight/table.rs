//! The flights that are under way in one manager.

use std::collections::HashMap;
use std::hash::BuildHasher;
use std::sync::{Arc, Mutex, MutexGuard};

use foldhash::quality::RandomState;

use super::seats::State;
use super::{Flight, Lead, Waiter};
use crate::cache::key::{Key, Pattern};
use crate::cache::local;
#[cfg(feature = "redis")]
use crate::cache::vouch::Vouch;
use crate::sync::lock;

const SHARDS: usize = 64;

struct Shard {
    flights: HashMap<Key, Arc<Flight>, RandomState>,
    /// How often any key of the shard has been changed.
    changes: u64,
}

/// A moment in the life of a key, to tell later whether anything has changed it since.
#[cfg(feature = "redis")]
#[derive(Clone, Copy)]
pub(crate) struct Mark {
    changes: u64,
    vouch: u32,
}

#[cfg(feature = "redis")]
impl Mark {
    /// The number that held then.
    pub(crate) fn vouch(self) -> u32 {
        self.vouch
    }
}

/// The flights that are under way in one manager.
pub(crate) struct Flights {
    shards: Box<[Mutex<Shard>]>,
    hasher: RandomState,
    #[cfg(feature = "redis")]
    vouch: Arc<Vouch>,
}

/// What a call does about a key that it missed.
pub(crate) enum Seat {
    /// Nobody loads it: this call does.
    Lead(Lead),
    /// Somebody does.
    Wait(Waiter),
    /// This very call chain does: the body has to run beside the cache.
    Inside,
}

impl Flights {
    pub(crate) fn new(#[cfg(feature = "redis")] vouch: Arc<Vouch>) -> Self {
        let hasher = RandomState::default();
        let shard = || {
            Mutex::new(Shard {
                flights: HashMap::with_hasher(hasher.clone()),
                changes: 0,
            })
        };
        Self {
            shards: (0..SHARDS).map(|_| shard()).collect(),
            hasher,
            #[cfg(feature = "redis")]
            vouch,
        }
    }

    fn shard(&self, key: &Key) -> MutexGuard<'_, Shard> {
        let hash = self.hasher.hash_one(key);
        let index = (hash >> 16) as usize % SHARDS;
        lock(&self.shards[index])
    }

    /// A seat in the flight of `key`; or what `settled` finds under the lock, because a load that
    /// landed between the caller's look and now has stored its entry before it left the table.
    pub(crate) fn board<T>(
        self: &Arc<Self>,
        key: &Key,
        settled: impl FnOnce() -> Option<T>,
    ) -> Result<Seat, T> {
        let mut shard = self.shard(key);
        if let Some(flight) = shard.flights.get(key) {
            if let Some(seat) = self.join(flight) {
                return Ok(seat);
            }
            flight.supersede();
            shard.changes += 1;
        }
        if let Some(found) = settled() {
            return Err(found);
        }
        let flight = Flight::new(key.clone());
        shard.flights.insert(key.clone(), flight.clone());
        drop(shard);
        Ok(Seat::Lead(Lead::new(self.clone(), flight, 0)))
    }

    /// The lead of `key`, if nobody has it and nobody waits for it, and if it is still `wanted`, which
    /// is asked under the lock: a load that has ended since the caller looked has stored its entry.
    pub(crate) fn lead_if_free(
        self: &Arc<Self>,
        key: &Key,
        wanted: impl FnOnce() -> bool,
    ) -> Option<Lead> {
        let mut shard = self.shard(key);
        if shard.flights.contains_key(key) || !wanted() {
            return None;
        }
        let flight = Flight::new(key.clone());
        shard.flights.insert(key.clone(), flight.clone());
        drop(shard);
        Some(Lead::new(self.clone(), flight, 0))
    }

    /// `None` if a tag of the load has been invalidated since it began.
    fn join(self: &Arc<Self>, flight: &Arc<Flight>) -> Option<Seat> {
        if local::inside_load_of(flight) {
            return Some(Seat::Inside);
        }
        let mut seats = lock(&flight.seats);
        if seats.is_outdated() {
            return None;
        }
        if let State::Vacant = seats.state {
            let lead = Lead::new(self.clone(), flight.clone(), seats.take_lead());
            return Some(Seat::Lead(lead));
        }
        let waiter = Waiter::new(self.clone(), flight.clone(), &mut seats);
        Some(Seat::Wait(waiter))
    }

    /// Makes `key` the business of a new flight that the caller leads: what was under way is
    /// superseded. `change` runs under the lock.
    pub(crate) fn replace(self: &Arc<Self>, key: &Key, change: impl FnOnce()) -> Lead {
        let flight = Flight::new(key.clone());
        let mut shard = self.shard(key);
        shard.changes += 1;
        if let Some(old) = shard.flights.insert(key.clone(), flight.clone()) {
            old.supersede();
        }
        change();
        drop(shard);
        Lead::new(self.clone(), flight, 0)
    }

    /// Supersedes the flight of `key`, and runs `change` under the same lock.
    pub(crate) fn supersede<R>(&self, key: &Key, change: impl FnOnce() -> R) -> R {
        let mut shard = self.shard(key);
        shard.changes += 1;
        if let Some(flight) = shard.flights.remove(key) {
            flight.supersede();
        }
        change()
    }

    /// The number by which memory is vouched for.
    #[cfg(feature = "redis")]
    pub(super) fn vouch(&self) -> u32 {
        self.vouch.now()
    }

    /// Notes that another process has changed `key`, and runs `change` under the same lock.
    #[cfg(feature = "redis")]
    pub(crate) fn disturb<R>(&self, key: &Key, change: impl FnOnce() -> R) -> R {
        let mut shard = self.shard(key);
        shard.changes += 1;
        let flight = shard.flights.get(key).cloned();
        if let Some(flight) = &flight {
            flight.disturb();
        }
        let changed = change();
        drop(shard);
        if let Some(flight) = flight {
            flight.wake_leader();
        }
        changed
    }

    /// The present moment of `key`, for a reader that does not load.
    #[cfg(feature = "redis")]
    pub(crate) fn mark(&self, key: &Key) -> Mark {
        // First the number: what is lost after it makes what is read a miss.
        let vouch = self.vouch();
        Mark {
            changes: self.shard(key).changes,
            vouch,
        }
    }

    /// Runs `change` under the lock of `key`, unless the key is somebody's business by now or may
    /// have changed since `mark`.
    #[cfg(feature = "redis")]
    pub(crate) fn unless_changed(&self, key: &Key, mark: Mark, change: impl FnOnce()) {
        let shard = self.shard(key);
        if shard.changes == mark.changes && !shard.flights.contains_key(key) {
            change();
        }
    }

    /// Supersedes every flight whose key matches; `None` matches all.
    pub(crate) fn supersede_all(&self, pattern: Option<&Pattern>) {
        for shard in &self.shards {
            let mut shard = lock(shard);
            shard.changes += 1;
            shard.flights.retain(|key, flight| {
                let hit = pattern.is_none_or(|pattern| pattern.matches(key.as_bytes()));
                if hit {
                    flight.supersede();
                }
                !hit
            });
        }
    }

    /// Runs `change` under the lock of `flight`, if it is the one of its key and has not been
    /// superseded.
    #[cfg(feature = "redis")]
    pub(super) fn while_current(&self, flight: &Arc<Flight>, change: impl FnOnce()) {
        let shard = self.shard(&flight.key);
        let current = shard
            .flights
            .get(&flight.key)
            .is_some_and(|other| Arc::ptr_eq(other, flight));
        if current && !flight.is_superseded() {
            change();
        }
    }

    /// Takes `flight` off the table, unless another one stands there by now, and tells `change`
    /// under the same lock whether nothing has changed the key since the flight began.
    pub(super) fn leave(&self, flight: &Arc<Flight>, change: impl FnOnce(bool)) {
        let mut shard = self.shard(&flight.key);
        let current = shard
            .flights
            .get(&flight.key)
            .is_some_and(|other| Arc::ptr_eq(other, flight));
        if current {
            shard.flights.remove(&flight.key);
            shard.changes += 1;
        }
        change(current && !flight.is_superseded());
    }

    /// Takes a flight off the table that nobody leads and nobody waits for.
    pub(super) fn forget_abandoned(&self, flight: &Arc<Flight>) {
        let mut shard = self.shard(&flight.key);
        let seats = lock(&flight.seats);
        let abandoned = seats.is_empty() && matches!(seats.state, State::Vacant);
        if abandoned
            && shard
                .flights
                .get(&flight.key)
                .is_some_and(|other| Arc::ptr_eq(other, flight))
        {
            shard.flights.remove(&flight.key);
        }
    }
}
