//! The table of the memory tier.
//!
//! `quick_cache` hands values out as clones, and a clone of a whole entry costs a hit more than the
//! look: each pointer in it is counted up and down again. What it lends under its lock is the key, to
//! whom it asks for equality. So an entry stands beside its key in what the table takes for the key,
//! and who looks it up takes along what he needs, and nothing else.

use std::cell::Cell;
use std::hash::{Hash, Hasher};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use foldhash::quality::RandomState;
use quick_cache::{Equivalent, Lifecycle, OptionsBuilder, Weighter};

use crate::cache::entry::Entry;
use crate::cache::key::Key;

/// What each shard of the table may hold at least, where the whole bound allows it: a value larger
/// than a shard is not kept, and how many shards there are goes by the machine.
const SHARD: u64 = 1 << 20;

/// A key with its entry; the same as any other of that key.
struct Place {
    key: Key,
    entry: Entry,
}

impl PartialEq for Place {
    fn eq(&self, other: &Self) -> bool {
        self.key == other.key
    }
}

impl Eq for Place {}

impl Hash for Place {
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.key.hash(state);
    }
}

/// A look at the place of `key`.
struct Look<'a, Q: ?Sized, F, R> {
    key: &'a Q,
    /// What is wanted of the entry there. Runs under the lock of a shard: no user code.
    take: F,
    taken: Cell<Option<R>>,
}

impl<'a, Q: ?Sized, F, R> Look<'a, Q, F, R>
where
    F: Fn(&Entry) -> Option<R>,
{
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn new(key: &'a Q, take: F) -> Self {
        Self {
            key,
            take,
            taken: Cell::new(None),
        }
    }
}

impl<Q: Hash + ?Sized, F, R> Hash for Look<'_, Q, F, R> {
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.key.hash(state);
    }
}

impl<Q, F, R> Equivalent<Place> for Look<'_, Q, F, R>
where
    Q: Equivalent<Key> + ?Sized,
    F: Fn(&Entry) -> Option<R>,
{
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn equivalent(&self, place: &Place) -> bool {
        let is_it = self.key.equivalent(&place.key);
        // No key has two places, and a search ends where it finds one: this happens once at most.
        if is_it {
            self.taken.set((self.take)(&place.entry));
        }
        is_it
    }
}

#[derive(Clone)]
struct ByWeight;

impl Weighter<Place, ()> for ByWeight {
    fn weight(&self, place: &Place, (): &()) -> u64 {
        u64::from(place.entry.weight)
    }
}

/// Counts evictions, and keeps what was evicted until the locks are released: a value's `Drop` is
/// the user's code.
#[derive(Clone)]
struct Evictions(Arc<AtomicU64>);

impl Lifecycle<Place, ()> for Evictions {
    type RequestState = Vec<Entry>;

    fn on_evict(&self, gone: &mut Vec<Entry>, place: Place, (): ()) {
        self.0.fetch_add(1, Ordering::Relaxed);
        gone.push(place.entry);
    }
}

type Store = quick_cache::sync::Cache<Place, (), ByWeight, RandomState, Evictions>;

/// The entries of a memory tier, the least used of which go when they weigh too much together.
pub(super) struct Table {
    store: Store,
    evicted: Arc<AtomicU64>,
}

impl Table {
    /// For entries that weigh up to `bytes`; there may be `expected` of them.
    pub(super) fn new(bytes: u64, expected: u64) -> Self {
        let evicted = Arc::new(AtomicU64::new(0));
        let options = OptionsBuilder::new()
            .estimated_items_capacity(usize::try_from(expected).unwrap_or(1 << 20))
            .weight_capacity(bytes)
            .shards(shards(bytes))
            .build();
        let lifecycle = Evictions(evicted.clone());
        let store = match options {
            Ok(options) => {
                Store::with_options(options, ByWeight, RandomState::default(), lifecycle)
            }
            // Only a missing capacity is refused, and both are given.
            Err(_) => Store::with(1 << 17, bytes, ByWeight, RandomState::default(), lifecycle),
        };
        Self { store, evicted }
    }

    /// What `take` takes of the entry under `key`, which counts as a use of it. It runs under a lock,
    /// and is no user code.
    #[cfg_attr(not(debug_assertions), inline)]
    pub(super) fn get<Q, R>(&self, key: &Q, take: impl Fn(&Entry) -> Option<R>) -> Option<R>
    where
        Q: Hash + Equivalent<Key> + ?Sized,
    {
        let look = Look::new(key, take);
        self.store.get(&look)?;
        look.taken.into_inner()
    }

    /// The same, without counting as a use.
    pub(super) fn peek<R>(&self, key: &Key, take: impl Fn(&Entry) -> Option<R>) -> Option<R> {
        let look = Look::new(key, take);
        self.store.peek(&look)?;
        look.taken.into_inner()
    }

    pub(super) fn remove(&self, key: &Key) -> Option<Entry> {
        let (place, ()) = self.store.remove(&Look::new(key, |_| None::<()>))?;
        Some(place.entry)
    }

    /// Puts `entry` there. What goes for it is the caller's to drop, once no lock is held.
    pub(super) fn insert(&self, key: Key, entry: Entry, gone: &mut Vec<Entry>) {
        self.store
            .insert_with_lifecycle(Place { key, entry }, (), gone);
    }

    /// Keeps those alone of which `wanted` says so. It runs under a lock.
    pub(super) fn retain(&self, wanted: impl Fn(&Key, &Entry) -> bool) {
        self.store
            .retain(|place, ()| wanted(&place.key, &place.entry));
    }

    pub(super) fn evicted(&self) -> u64 {
        self.evicted.load(Ordering::Relaxed)
    }

    pub(super) fn weight(&self) -> u64 {
        self.store.weight()
    }

    pub(super) fn len(&self) -> u64 {
        self.store.len() as u64
    }
}

/// Four for each processor, as long as none gets too small for large values.
fn shards(bytes: u64) -> usize {
    let processors = std::thread::available_parallelism().map_or(1, usize::from);
    let most = usize::try_from((bytes / SHARD).max(1)).unwrap_or(usize::MAX);
    // The table rounds up to a power of two.
    let most = most
        .checked_next_power_of_two()
        .map_or(most, |next| if next == most { most } else { next / 2 });
    most.min(processors.saturating_mul(4))
}
