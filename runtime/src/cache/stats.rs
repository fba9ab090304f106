//! Counters: per function and manager.

use std::sync::OnceLock;
use std::sync::atomic::{AtomicU64, Ordering};

use crate::cache::site::Site;
use crate::tally::Tally;

/// What is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(usize)]
pub(crate) enum Count {
    HitMemory,
    HitRedis,
    Miss,
    Load,
    Joined,
    Stale,
    Set,
    Delete,
    Invalidation,
    Error,
    Undecodable,
    /// Values of another type found under the key.
    Mismatch,
    TagInvalidation,
    /// Values that were not stored, because one of their tags was invalidated while they were loaded.
    Outdated,
    /// Old entries that were brought up to date.
    Reload,
    /// Tries to do so that failed.
    ReloadFailed,
    /// Those for which there was no place.
    ReloadSkipped,
}

const COUNTS: usize = 17;

/// The counters of one function in one manager.
pub(crate) struct FunctionStats {
    pub(crate) site: &'static Site,
    tally: Tally<COUNTS>,
    /// What [`CacheManager::reset_stats`](crate::CacheManager::reset_stats) has seen last.
    base: [AtomicU64; COUNTS],
    /// What the recorder of the `metrics` facade has been told.
    #[cfg(feature = "metrics")]
    published: [AtomicU64; COUNTS],
}

impl FunctionStats {
    fn new(site: &'static Site) -> Self {
        Self {
            site,
            tally: Tally::new(),
            base: Default::default(),
            #[cfg(feature = "metrics")]
            published: Default::default(),
        }
    }

    #[cfg_attr(not(debug_assertions), inline)]
    pub(crate) fn add(&self, count: Count) {
        self.tally.add(count as usize);
    }

    /// The count since the last reset.
    pub(crate) fn get(&self, count: Count) -> u64 {
        let base = self.base[count as usize].load(Ordering::Relaxed);
        self.tally.sum(count as usize).saturating_sub(base)
    }

    /// The count since the last call of this function.
    #[cfg(feature = "metrics")]
    pub(crate) fn unpublished(&self, count: Count) -> u64 {
        let now = self.tally.sum(count as usize);
        now.saturating_sub(self.published[count as usize].fetch_max(now, Ordering::Relaxed))
    }

    fn reset(&self) {
        for (base, sum) in self.base.iter().zip(self.tally.sums()) {
            base.store(sum, Ordering::Relaxed);
        }
    }
}

const ROW: usize = 64;
const ROWS: usize = 256;

type Row = [OnceLock<Box<FunctionStats>>; ROW];

/// The counters of all functions in one manager: a table that only grows, read without a lock.
pub(crate) struct StatsTable {
    rows: [OnceLock<Box<Row>>; ROWS],
}

impl StatsTable {
    pub(crate) fn new() -> Self {
        Self {
            rows: [const { OnceLock::new() }; ROWS],
        }
    }

    /// The counters of `site`. A process with more than 16,384 attributes counts the rest
    /// together.
    #[cfg_attr(not(debug_assertions), inline)]
    pub(crate) fn of(&self, site: &'static Site) -> &FunctionStats {
        let number = site.number().min(ROW * ROWS - 1);
        let row =
            self.rows[number / ROW].get_or_init(|| Box::new([const { OnceLock::new() }; ROW]));
        row[number % ROW].get_or_init(|| Box::new(FunctionStats::new(site)))
    }

    #[cfg_attr(not(debug_assertions), inline)]
    pub(crate) fn add(&self, site: &'static Site, count: Count) {
        self.of(site).add(count);
    }

    pub(crate) fn functions(&self) -> impl Iterator<Item = &FunctionStats> {
        let rows = self.rows.iter().filter_map(OnceLock::get);
        rows.flat_map(|row| row.iter().filter_map(OnceLock::get).map(Box::as_ref))
    }

    pub(crate) fn reset(&self) {
        self.functions().for_each(FunctionStats::reset);
    }
}

/// What a manager has done since it was built, or since
/// [`reset_stats`](crate::CacheManager::reset_stats).
#[derive(Debug, Clone, Default, PartialEq)]
#[non_exhaustive]
pub struct CacheStats {
    /// All functions and all that was done by hand, added up.
    pub total: Counts,
    /// Each function by its module path and name; what was done by hand is called `by hand`.
    pub functions: Vec<FunctionCounts>,
    /// Entries that the memory tier dropped to make room.
    pub evicted: u64,
    /// Entries whose time had passed when the sweep found them.
    pub expired: u64,
    /// Bytes that the memory tier holds, as it weighs them.
    pub bytes: u64,
    /// Entries in the memory tier.
    pub entries: u64,
    /// Tags of entries in the memory tier and of loads under way, with those that the sweep has yet to
    /// forget.
    pub tags: u64,
}

/// The counts of one function.
#[derive(Debug, Clone, Default, PartialEq)]
#[non_exhaustive]
pub struct FunctionCounts {
    /// Module path and name.
    pub function: &'static str,
    /// What it did.
    pub counts: Counts,
}

/// How often each thing happened.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Counts {
    /// Calls that were answered from memory.
    pub hits_memory: u64,
    /// Calls that were answered from Redis.
    pub hits_redis: u64,
    /// Calls that found nothing to answer with.
    pub misses: u64,
    /// Bodies that ran for the cache's sake.
    pub loads: u64,
    /// Calls that were answered by a load that was under way.
    pub joined: u64,
    /// Calls that were answered with what had expired.
    pub stale: u64,
    /// Entries that were brought up to date before their end, or while they were stale.
    pub reloads: u64,
    /// Tries to do so that failed: an error, a panic, or `hard_timeout`.
    pub reloads_failed: u64,
    /// Reloads in the background that were left to a later call, because as many ran as may
    /// ([`max_reloads`](crate::cache::CacheManagerBuilder::max_reloads)).
    pub reloads_skipped: u64,
    /// Values that were set by hand.
    pub sets: u64,
    /// Keys that were deleted by hand.
    pub deletes: u64,
    /// Keys that an attribute or a handle invalidated.
    pub invalidations: u64,
    /// Bodies that returned an error.
    pub errors: u64,
    /// Entries that could not be decoded: each was a miss.
    pub undecodable: u64,
    /// Entries of another type under the same key: each was a miss.
    pub mismatches: u64,
    /// Tags that an attribute invalidated, or that were invalidated by hand.
    pub tag_invalidations: u64,
    /// Values that were not stored, because one of their tags was invalidated while they were loaded.
    pub outdated: u64,
}

impl Counts {
    /// Hits in either tier as a share of hits and misses; 0 before the first call.
    #[expect(
        clippy::cast_precision_loss,
        reason = "a rate needs no more than 52 bits"
    )]
    pub fn hit_rate(&self) -> f64 {
        let hits = self.hits_memory + self.hits_redis + self.joined;
        let all = hits + self.misses;
        if all == 0 {
            0.0
        } else {
            hits as f64 / all as f64
        }
    }

    pub(crate) fn of(stats: &FunctionStats) -> Self {
        Self {
            hits_memory: stats.get(Count::HitMemory),
            hits_redis: stats.get(Count::HitRedis),
            misses: stats.get(Count::Miss),
            loads: stats.get(Count::Load),
            joined: stats.get(Count::Joined),
            stale: stats.get(Count::Stale),
            reloads: stats.get(Count::Reload),
            reloads_failed: stats.get(Count::ReloadFailed),
            reloads_skipped: stats.get(Count::ReloadSkipped),
            sets: stats.get(Count::Set),
            deletes: stats.get(Count::Delete),
            invalidations: stats.get(Count::Invalidation),
            errors: stats.get(Count::Error),
            undecodable: stats.get(Count::Undecodable),
            mismatches: stats.get(Count::Mismatch),
            tag_invalidations: stats.get(Count::TagInvalidation),
            outdated: stats.get(Count::Outdated),
        }
    }

    pub(crate) fn add(&mut self, other: &Self) {
        self.hits_memory += other.hits_memory;
        self.hits_redis += other.hits_redis;
        self.misses += other.misses;
        self.loads += other.loads;
        self.joined += other.joined;
        self.stale += other.stale;
        self.reloads += other.reloads;
        self.reloads_failed += other.reloads_failed;
        self.reloads_skipped += other.reloads_skipped;
        self.sets += other.sets;
        self.deletes += other.deletes;
        self.invalidations += other.invalidations;
        self.errors += other.errors;
        self.undecodable += other.undecodable;
        self.mismatches += other.mismatches;
        self.tag_invalidations += other.tag_invalidations;
        self.outdated += other.outdated;
    }
}
