//! The metrics of gambeson: every name, in one place.
//!
//! With the feature `metrics`, counters and histograms go through the `metrics` facade to whatever
//! recorder the application installs. What a hit counts is counted by gambeson itself and handed to
//! the recorder each second, so that a hit pays nothing for it; an exporter that wants the latest
//! calls [`CacheManager::publish_metrics`](crate::CacheManager::publish_metrics) first.

use metrics::{Unit, describe_counter, describe_gauge, describe_histogram};

/// Calls that a tier answered. Labels: `function`, `tier` (`memory` or `redis`).
pub const CACHE_HITS: &str = "cache_hits_total";
/// Calls that no tier could answer. Label: `function`.
pub const CACHE_MISSES: &str = "cache_misses_total";
/// Bodies that ran. Label: `function`.
pub const CACHE_LOADS: &str = "cache_loads_total";
/// Bodies that returned an error. Label: `function`.
pub const CACHE_LOAD_ERRORS: &str = "cache_load_errors_total";
/// Calls that were answered by another call's load. Label: `function`.
pub const CACHE_JOINED: &str = "cache_joined_total";
/// Calls that were answered with what had expired. Label: `function`.
pub const CACHE_STALE: &str = "cache_stale_total";
/// Values that were set by hand. Label: `function`.
pub const CACHE_SETS: &str = "cache_sets_total";
/// Keys that were deleted by hand. Label: `function`.
pub const CACHE_DELETES: &str = "cache_deletes_total";
/// Keys that attributes and handles invalidated. Label: `function`.
pub const CACHE_INVALIDATIONS: &str = "cache_invalidations_total";
/// Entries that could not be decoded. Label: `function`.
pub const CACHE_UNDECODABLE: &str = "cache_undecodable_total";
/// Entries of another type under the same key. Label: `function`.
pub const CACHE_MISMATCHES: &str = "cache_mismatches_total";
/// How long bodies ran. Label: `function`.
pub const CACHE_LOAD_DURATION: &str = "cache_load_duration_seconds";
/// Entries that memory dropped to make room. Label: `cache`, the manager's key prefix.
pub const CACHE_EVICTED: &str = "cache_evicted_total";
/// Entries that the sweep freed. Label: `cache`.
pub const CACHE_EXPIRED: &str = "cache_expired_total";
/// Entries in memory. Label: `cache`.
pub const CACHE_ENTRIES: &str = "cache_entries";
/// Bytes in memory. Label: `cache`.
pub const CACHE_BYTES: &str = "cache_bytes";

/// Gives the recorder a description and a unit for each metric. Call it once, after the recorder is
/// installed.
pub fn describe() {
    let counters = [
        (CACHE_HITS, "Calls that a tier answered"),
        (CACHE_MISSES, "Calls that no tier could answer"),
        (CACHE_LOADS, "Bodies that ran"),
        (CACHE_LOAD_ERRORS, "Bodies that returned an error"),
        (
            CACHE_JOINED,
            "Calls that were answered by another call's load",
        ),
        (
            CACHE_STALE,
            "Calls that were answered with what had expired",
        ),
        (CACHE_SETS, "Values that were set by hand"),
        (CACHE_DELETES, "Keys that were deleted by hand"),
        (
            CACHE_INVALIDATIONS,
            "Keys that attributes and handles invalidated",
        ),
        (CACHE_UNDECODABLE, "Entries that could not be decoded"),
        (
            CACHE_MISMATCHES,
            "Entries of another type under the same key",
        ),
        (CACHE_EVICTED, "Entries that memory dropped to make room"),
        (CACHE_EXPIRED, "Entries that the sweep freed"),
    ];
    for (name, description) in counters {
        describe_counter!(name, Unit::Count, description);
    }
    describe_histogram!(CACHE_LOAD_DURATION, Unit::Seconds, "How long bodies ran");
    describe_gauge!(CACHE_ENTRIES, Unit::Count, "Entries in memory");
    describe_gauge!(CACHE_BYTES, Unit::Bytes, "Bytes in memory");
}
