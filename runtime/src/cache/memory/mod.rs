//! The memory tier: what is held, for how long, and how much of it.

mod table;

use std::cell::RefCell;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use self::table::Table;
use crate::cache::entry::{Entry, Held};
#[cfg(feature = "redis")]
use crate::cache::flight::Mark;
use crate::cache::flight::{Flights, Lead};
use crate::cache::key::{Key, KeyBuf, Pattern};
use crate::cache::tags::Tags;
use crate::cache::through::Writers;
#[cfg(feature = "redis")]
use crate::cache::vouch::Vouch;
use crate::clock::Tick;

/// What an entry costs beside its key's and value's own bytes: its place in the table and the
/// counters of its `Arc`.
const OVERHEAD: usize = 112;

/// Bounds of the memory tier.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Bounds {
    pub(crate) bytes: u64,
    pub(crate) entries: Option<u64>,
}

/// The memory tier of one manager, and the flights that fill it.
pub(crate) struct Memory {
    table: Table,
    flights: Arc<Flights>,
    writers: Writers,
    #[cfg(feature = "redis")]
    vouch: Arc<Vouch>,
    lightest: u32,
    expired: AtomicU64,
    #[cfg_attr(
        not(any(feature = "redis", feature = "metrics")),
        expect(dead_code, reason = "only other processes count here")
    )]
    changed_elsewhere: AtomicU64,
    #[cfg_attr(
        not(any(feature = "redis", feature = "metrics")),
        expect(dead_code, reason = "only other processes count here")
    )]
    doubted: AtomicU64,
}

impl Memory {
    pub(crate) fn new(bounds: Bounds) -> Self {
        // An entry that weighs at least its share of the whole bounds their number, too.
        let lightest = bounds
            .entries
            .map_or(0, |entries| bounds.bytes.div_ceil(entries.max(1)));
        let expected = bounds
            .entries
            .unwrap_or(bounds.bytes / 512)
            .clamp(1, 1 << 20);
        #[cfg(feature = "redis")]
        let vouch = Arc::new(Vouch::new());
        Self {
            table: Table::new(bounds.bytes, expected),
            #[cfg(feature = "redis")]
            flights: Arc::new(Flights::new(vouch.clone())),
            #[cfg(not(feature = "redis"))]
            flights: Arc::new(Flights::new()),
            writers: Writers::default(),
            #[cfg(feature = "redis")]
            vouch,
            lightest: u32::try_from(lightest).unwrap_or(u32::MAX),
            expired: AtomicU64::new(0),
            changed_elsewhere: AtomicU64::new(0),
            doubted: AtomicU64::new(0),
        }
    }

    pub(crate) fn flights(&self) -> &Arc<Flights> {
        &self.flights
    }

    pub(crate) fn writers(&self) -> &Writers {
        &self.writers
    }

    /// The entry under `key`, fresh or not, if it is vouched for.
    pub(crate) fn get(&self, key: &Key) -> Option<Entry> {
        self.get_any(key).filter(|entry| self.vouches_for(entry))
    }

    /// The entry under `key`, fresh or not, vouched for or not.
    pub(crate) fn get_any(&self, key: &Key) -> Option<Entry> {
        self.table.get(key, |entry| Some(entry.clone()))
    }

    /// Whether `entry` is known to be what it was when it was stored.
    #[cfg(feature = "redis")]
    #[cfg_attr(not(debug_assertions), inline)]
    pub(crate) fn vouches_for(&self, entry: &Entry) -> bool {
        entry.vouch >= self.vouch.now()
    }

    /// Whether `entry` is known to be what it was when it was stored.
    #[cfg(not(feature = "redis"))]
    #[expect(clippy::unused_self, reason = "memory is the only tier")]
    pub(crate) fn vouches_for(&self, _entry: &Entry) -> bool {
        true
    }

    /// The value under a key that is only written yet, if it answers at `now`. Nothing else of the
    /// entry is copied, and of its tags no more than a number is read.
    ///
    /// Compiled here and not into every function: a call costs a hit little, and a build of fifty
    /// functions much.
    pub(crate) fn hit(&self, key: &KeyBuf, now: Tick, tags: &Tags) -> Option<Held> {
        self.table.get(key, |entry| {
            let answers =
                entry.expires > now && self.vouches_for(entry) && entry.tags.holds_in(tags);
            answers.then(|| entry.value.clone())
        })
    }

    /// The entry under `key` if it has not expired, without counting as a use.
    pub(crate) fn peek(&self, key: &Key, now: Tick) -> Option<Entry> {
        self.table.peek(key, |entry| {
            (entry.lives(now) && self.vouches_for(entry)).then(|| entry.clone())
        })
    }

    /// What stands under `key`, fresh or stale, if it has neither been invalidated nor is of no use to
    /// anybody; without counting as a use.
    pub(crate) fn lasting(&self, key: &Key, now: Tick) -> Option<Held> {
        self.table.peek(key, |entry| {
            let lasts = entry.gone() > now && self.vouches_for(entry) && entry.tags.holds();
            lasts.then(|| entry.value.clone())
        })
    }

    /// Bytes that an entry of `key` and a value of `value` bytes is taken to cost.
    pub(crate) fn weight(&self, key: &Key, value: usize) -> u32 {
        let bytes = OVERHEAD
            .saturating_add(key.as_bytes().len())
            .saturating_add(value);
        u32::try_from(bytes).unwrap_or(u32::MAX).max(self.lightest)
    }

    /// Stores what a load brought, if the key has not been changed since the load began.
    #[cfg_attr(
        not(feature = "redis"),
        expect(unused_mut, reason = "memory is the only tier")
    )]
    pub(crate) fn store(&self, lead: Lead, key: Key, mut entry: Entry) {
        let mut gone = Vec::new();
        #[cfg(feature = "redis")]
        if entry.site.tier().uses_redis() {
            entry.vouch = lead.vouch();
        }
        lead.store(|| self.put(key, entry, &mut gone));
    }

    /// Puts `entry` there while its load goes on, if the key has not been changed since that began.
    #[cfg(feature = "redis")]
    pub(crate) fn publish(&self, lead: &Lead, key: Key, mut entry: Entry) {
        let mut gone = Vec::new();
        if entry.site.tier().uses_redis() {
            entry.vouch = lead.vouch();
        }
        lead.publish(|| self.put(key, entry, &mut gone));
    }

    /// Ends a load that brought nothing to keep: what was there before goes, too.
    pub(crate) fn discard(&self, lead: Lead, key: &Key) {
        let mut gone = None;
        lead.store(|| gone = self.table.remove(key));
    }

    /// Keeps what Redis has under `key`, unless the key may have changed since `mark`.
    #[cfg(feature = "redis")]
    pub(crate) fn fill(&self, key: Key, mark: Mark, mut entry: Entry) {
        let mut gone = Vec::new();
        entry.vouch = mark.vouch();
        self.flights
            .unless_changed(&key.clone(), mark, || self.put(key, entry, &mut gone));
    }

    /// Puts `entry` in the place of what is there. What goes is the caller's to drop, once no lock
    /// is held.
    fn put(&self, key: Key, entry: Entry, gone: &mut Vec<Entry>) {
        gone.extend(self.table.remove(&key));
        self.table.insert(key, entry, gone);
    }

    /// Removes `key`; a load of it that is under way will not be stored.
    pub(crate) fn remove(&self, key: &Key) -> bool {
        let removed = self.flights.supersede(key, || self.table.remove(key));
        removed.is_some()
    }

    /// Another process has changed `key`: the entry goes, and what was read before this moment is
    /// not kept. A load that is under way goes on; whether it is stored is for Redis to say.
    #[cfg(feature = "redis")]
    pub(crate) fn disturb(&self, key: &Key) {
        if self
            .flights
            .disturb(key, || self.table.remove(key))
            .is_some()
        {
            self.changed_elsewhere.fetch_add(1, Ordering::Relaxed);
        }
    }

    /// Anything may have changed in other processes: nothing that memory holds of Redis is served.
    #[cfg(feature = "redis")]
    pub(crate) fn doubt(&self) {
        self.vouch.withdraw();
        self.doubted.fetch_add(1, Ordering::Relaxed);
    }

    /// How many entries went because another process changed their keys.
    #[cfg(feature = "metrics")]
    pub(crate) fn changed_elsewhere(&self) -> u64 {
        self.changed_elsewhere.load(Ordering::Relaxed)
    }

    /// How often the whole of memory was doubtful.
    #[cfg(feature = "metrics")]
    pub(crate) fn doubted(&self) -> u64 {
        self.doubted.load(Ordering::Relaxed)
    }

    /// Begins to set `key` by hand: the old entry goes, and whatever load is under way will not be
    /// stored.
    pub(crate) fn begin_set(&self, key: &Key) -> Lead {
        let mut removed = None;
        self.flights
            .replace(key, || removed = self.table.remove(key))
    }

    /// Removes what matches, `None` meaning all, and counts it.
    pub(crate) fn clear(&self, pattern: Option<&Pattern>) -> u64 {
        self.flights.supersede_all(pattern);
        self.remove_if(|key, _| pattern.is_none_or(|pattern| pattern.matches(key.as_bytes())))
    }

    /// Frees what has expired, or has lost a tag.
    pub(crate) fn sweep(&self, now: Tick) {
        let freed = self.remove_if(|_, entry| entry.gone() <= now || !entry.tags.holds());
        self.expired.fetch_add(freed, Ordering::Relaxed);
    }

    fn remove_if(&self, unwanted: impl Fn(&Key, &Entry) -> bool) -> u64 {
        // Kept alive until no lock is held: a value's `Drop` is the user's code.
        let gone = RefCell::new(Vec::new());
        self.table.retain(|key, entry| {
            let unwanted = unwanted(key, entry);
            if unwanted {
                gone.borrow_mut().push(entry.value.clone());
            }
            !unwanted
        });
        gone.into_inner().len() as u64
    }

    pub(crate) fn evicted(&self) -> u64 {
        self.table.evicted()
    }

    pub(crate) fn expired(&self) -> u64 {
        self.expired.load(Ordering::Relaxed)
    }

    pub(crate) fn bytes(&self) -> u64 {
        self.table.weight()
    }

    pub(crate) fn entries(&self) -> u64 {
        self.table.len()
    }
}
