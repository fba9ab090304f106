#![doc = include_str!("../docs/metrics.md")]

/// The constants, and the table of all of them.
macro_rules! catalogue {
    ($($kind:ident $name:ident = $text:literal, $unit:ident, $what:literal $(, $more:literal)*;)*) => {
        $(
            #[doc = concat!($what, ".", $(" ", $more,)*)]
            pub const $name: &str = $text;
        )*

        #[cfg(feature = "metrics")]
        const ALL: &[Metric] = &[$(Metric {
            name: $name,
            kind: Kind::$kind,
            unit: metrics::Unit::$unit,
            what: $what,
        }),*];
    };
}

catalogue! {
    Counter CACHE_HITS = "cache_hits_total", Count,
        "Calls that a tier answered", "Labels: `function`, `tier` (`memory` or `redis`).";
    Counter CACHE_MISSES = "cache_misses_total", Count,
        "Calls that no tier could answer", "Label: `function`.";
    Counter CACHE_LOADS = "cache_loads_total", Count,
        "Bodies that ran", "Label: `function`.";
    Counter CACHE_LOAD_ERRORS = "cache_load_errors_total", Count,
        "Bodies that returned an error", "Label: `function`.";
    Counter CACHE_JOINED = "cache_joined_total", Count,
        "Calls that were answered by another call's load", "Label: `function`.";
    Counter CACHE_STALE = "cache_stale_total", Count,
        "Calls that were answered with what had expired", "Label: `function`.";
    Counter CACHE_RELOADS = "cache_reloads_total", Count,
        "Entries that were to be brought up to date, by what became of it",
        "Labels: `function`, `outcome` (`ok`, `failed`, `skipped`).";
    Counter CACHE_SETS = "cache_sets_total", Count,
        "Values that were set by hand", "Label: `function`.";
    Counter CACHE_DELETES = "cache_deletes_total", Count,
        "Keys that were deleted by hand", "Label: `function`.";
    Counter CACHE_INVALIDATIONS = "cache_invalidations_total", Count,
        "Keys that attributes and handles invalidated", "Label: `function`.";
    Counter CACHE_UNDECODABLE = "cache_undecodable_total", Count,
        "Entries that could not be decoded", "Label: `function`.";
    Counter CACHE_MISMATCHES = "cache_mismatches_total", Count,
        "Entries of another type under the same key", "Label: `function`.";
    Counter CACHE_TAG_INVALIDATIONS = "cache_tag_invalidations_total", Count,
        "Tags that were invalidated", "Label: `function`.";
    Counter CACHE_OUTDATED = "cache_outdated_total", Count,
        "Values not stored because a tag was invalidated during their load", "Label: `function`.";
    Histogram CACHE_LOAD_DURATION = "cache_load_duration_seconds", Seconds,
        "How long bodies ran", "Label: `function`.";
    Counter CACHE_EVICTED = "cache_evicted_total", Count,
        "Entries that memory dropped to make room", "Label: `cache`, the manager's key prefix.";
    Counter CACHE_EXPIRED = "cache_expired_total", Count,
        "Entries that the sweep freed", "Label: `cache`.";
    Counter CACHE_CHANGED_ELSEWHERE = "cache_changed_elsewhere_total", Count,
        "Entries that memory dropped because another process changed them", "Label: `cache`.";
    Counter CACHE_DOUBTED = "cache_doubted_total", Count,
        "How often memory dropped all that it could not vouch for", "Label: `cache`.";
    Counter CACHE_CLUSTER_FLIGHTS = "cache_cluster_flights_total", Count,
        "Loads that processes shared, or tried to",
        "Labels: `function`, `outcome` (`led`, `awaited`, `taken_over`, `timed_out`, `lost`).";
    Gauge CACHE_ENTRIES = "cache_entries", Count,
        "Entries in memory", "Label: `cache`.";
    Gauge CACHE_BYTES = "cache_bytes", Bytes,
        "Bytes in memory", "Label: `cache`.";
    Gauge CACHE_TAGS = "cache_tags", Count,
        "Tags of entries in memory", "Label: `cache`.";

    Gauge CIRCUIT_BREAKER_STATE = "circuit_breaker_state", Count,
        "Circuits in each state",
        "One series per state, which is 1 for the one that the circuit is in and 0 for the others;",
        "of circuits by key, or of one name, how many are in it.",
        "Labels: `name`, `state` (`closed`, `open`, `half_open`, `forced_open`, `disabled`, `metrics_only`).";
    Counter CIRCUIT_BREAKER_CALLS = "circuit_breaker_calls_total", Count,
        "Calls that a circuit let through, by how they ended",
        "Labels: `name`, `outcome` (`success`, `failure`, `ignored`, `abandoned`).";
    Counter CIRCUIT_BREAKER_STATE_CHANGES = "circuit_breaker_state_changes_total", Count,
        "Changes of a circuit's state", "Labels: `name`, `from`, `to`, which are states.";
    Counter CIRCUIT_BREAKER_REJECTED = "circuit_breaker_rejected_total", Count,
        "Calls that a circuit refused", "Label: `name`.";
    Counter RETRY_ATTEMPTS = "retry_attempts_total", Count,
        "Attempts, the first of each call among them", "Label: `name`.";
    Counter RETRY_EXHAUSTED = "retry_exhausted_total", Count,
        "Calls that failed and were not to be tried again, by number, time or budget",
        "Label: `name`.";
    Counter RETRY_SUCCESS_AFTER_FAILURE = "retry_success_after_failure_total", Count,
        "Calls that succeeded by a later attempt than the first", "Label: `name`.";
    Counter RATE_LIMIT_CHECKS = "rate_limit_checks_total", Count,
        "Calls that came to a rate limit", "Labels: `name`, `result` (`allowed` or `limited`).";
    Counter RATE_LIMIT_STORE_ERRORS = "rate_limit_store_errors_total", Count,
        "Checks that the store of a rate limit could not answer", "Label: `name`.";
    Gauge BULKHEAD_IN_USE = "bulkhead_in_use", Count,
        "Calls that a bulkhead has let through and that have not ended", "Label: `name`.";
    Gauge BULKHEAD_QUEUE = "bulkhead_queue", Count,
        "Calls that wait for a place in a bulkhead", "Label: `name`.";
    Counter BULKHEAD_REJECTED = "bulkhead_rejected_total", Count,
        "Calls that a bulkhead refused", "Label: `name`.";
    Counter TIMEOUTS = "timeouts_total", Count,
        "Calls and attempts that took too long", "Label: `name`.";
    Counter HEDGES = "hedges_total", Count,
        "Calls that were made a second time because the first took long", "Label: `name`.";
    Counter FALLBACKS = "fallbacks_total", Count,
        "Calls that were answered by a fallback", "Label: `name`.";

    Gauge WRITE_BEHIND_DEPTH = "write_behind_depth", Count,
        "Changes that are queued or being written", "Label: `name`.";
    Gauge WRITE_BEHIND_OLDEST = "write_behind_oldest_seconds", Seconds,
        "How long the oldest change that is queued has waited", "Label: `name`.";
    Counter WRITE_BEHIND_WRITTEN = "write_behind_written_total", Count,
        "Changes that this process has written, or found overtaken by one that it wrote", "Label: `name`.";
    Counter WRITE_BEHIND_FAILED = "write_behind_failed_total", Count,
        "Attempts to write that failed", "Label: `name`.";
    Counter WRITE_BEHIND_RETRIED = "write_behind_retried_total", Count,
        "Attempts that failed and were followed by another", "Label: `name`.";
    Counter WRITE_BEHIND_DEAD = "write_behind_dead_total", Count,
        "Changes that were given up", "Label: `name`.";
    Counter WRITE_BEHIND_LOST = "write_behind_dead_lost_total", Count,
        "Dead letters that were lost, because memory alone has them and keeps so many", "Label: `name`.";

    Counter FUNCTION_CALLS = "function_calls_total", Count,
        "Calls that have ended, by how",
        "Labels: `function`, `module`, `outcome` (`ok`, `err`, `panic`, `cancelled`).";
    Histogram FUNCTION_CALLS_DURATION = "function_calls_duration_seconds", Seconds,
        "How long calls took, from their begin to their end", "Labels: `function`, `module`.";
    Gauge FUNCTION_CALLS_CONCURRENT = "function_calls_concurrent", Count,
        "Calls that have begun and not ended", "Labels: `function`, `module`.";
    Counter FUNCTION_SLOW_CALLS = "function_slow_calls_total", Count,
        "Calls that took as long as `slow` says, or longer", "Labels: `function`, `module`.";
    Counter ERRORS_SWALLOWED = "errors_swallowed_total", Count,
        "Errors and panics that a function swallowed", "Label: `function`.";
    Counter LOG_LINES_DROPPED = "log_lines_dropped_total", Count,
        "Log lines that found no room in the queue or could not be written";
    Counter LOG_BYTES = "log_bytes_total", Bytes,
        "Bytes of log lines that were written", "Label: `output`, the name of the file or `console`.";
    Counter LOG_ROTATIONS = "log_rotations_total", Count,
        "New log files that were begun because the old one was full or its day over", "Label: `output`.";
}

/// What a recorder is told of a metric.
#[cfg(feature = "metrics")]
#[derive(Debug)]
struct Metric {
    name: &'static str,
    kind: Kind,
    unit: metrics::Unit,
    what: &'static str,
}

#[cfg(feature = "metrics")]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Counter,
    Gauge,
    Histogram,
}

/// Gives the recorder a description and a unit for each metric. Call it once, after the recorder is
/// installed.
#[cfg(feature = "metrics")]
pub fn describe() {
    use metrics::{describe_counter, describe_gauge, describe_histogram};

    for &Metric {
        name,
        kind,
        unit,
        what,
    } in ALL
    {
        match kind {
            Kind::Counter => describe_counter!(name, unit, what),
            Kind::Gauge => describe_gauge!(name, unit, what),
            Kind::Histogram => describe_histogram!(name, unit, what),
        }
    }
}

/// Every name.
#[cfg(all(test, feature = "resilience", feature = "metrics"))]
pub(crate) fn all() -> impl Iterator<Item = &'static str> {
    ALL.iter().map(|metric| metric.name)
}

#[cfg(all(test, feature = "metrics"))]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn a_name_says_what_kind_of_number_it_is() {
        for metric in ALL {
            let total = metric.name.ends_with("_total");
            assert_eq!(total, metric.kind == Kind::Counter, "{}", metric.name);
            let seconds = metric.name.ends_with("_seconds");
            assert_eq!(
                seconds,
                metric.unit == metrics::Unit::Seconds,
                "{}",
                metric.name
            );
        }
    }

    #[test]
    fn the_page_tells_of_each_metric() {
        let page = include_str!("../docs/metrics.md");
        for metric in ALL {
            let written = format!("`{}`", metric.name);
            assert!(page.contains(&written), "{written}");
        }
    }

    #[test]
    fn no_two_metrics_share_a_name() {
        let names: BTreeSet<&str> = ALL.iter().map(|metric| metric.name).collect();
        assert_eq!(names.len(), ALL.len());
    }
}
