//! From the cache's own counters to the `metrics` facade.

use std::sync::atomic::Ordering;

use metrics::{counter, gauge};

use crate::cache::CacheManager;
use crate::cache::stats::{Count, FunctionStats};
use crate::metrics as names;

/// A label beside that of the function.
type Label = (&'static str, &'static str);

/// Which counter goes where, and what it is labelled with.
const COUNTERS: [(Count, &str, Option<Label>); 17] = [
    (
        Count::HitMemory,
        names::CACHE_HITS,
        Some(("tier", "memory")),
    ),
    (Count::HitRedis, names::CACHE_HITS, Some(("tier", "redis"))),
    (Count::Miss, names::CACHE_MISSES, None),
    (Count::Load, names::CACHE_LOADS, None),
    (Count::Error, names::CACHE_LOAD_ERRORS, None),
    (Count::Joined, names::CACHE_JOINED, None),
    (Count::Stale, names::CACHE_STALE, None),
    (Count::Set, names::CACHE_SETS, None),
    (Count::Delete, names::CACHE_DELETES, None),
    (Count::Invalidation, names::CACHE_INVALIDATIONS, None),
    (Count::Undecodable, names::CACHE_UNDECODABLE, None),
    (Count::Mismatch, names::CACHE_MISMATCHES, None),
    (Count::TagInvalidation, names::CACHE_TAG_INVALIDATIONS, None),
    (Count::Outdated, names::CACHE_OUTDATED, None),
    (Count::Reload, names::CACHE_RELOADS, Some(("outcome", "ok"))),
    (
        Count::ReloadFailed,
        names::CACHE_RELOADS,
        Some(("outcome", "failed")),
    ),
    (
        Count::ReloadSkipped,
        names::CACHE_RELOADS,
        Some(("outcome", "skipped")),
    ),
];

impl CacheManager {
    /// Hands what has been counted to the recorder of the `metrics` facade. Once this manager holds
    /// anything, it happens each second by itself; call it where a scrape or a test wants the latest.
    pub fn publish_metrics(&self) {
        for function in self.stats_table().functions() {
            publish_function(function);
        }
        #[cfg(feature = "write-behind")]
        for line in self.lines().all() {
            line.counts.publish(&line.name);
        }
        let cache = || self.key_prefix().to_owned();
        let [evicted, expired, changed, doubted] = self.unpublished();
        counter!(names::CACHE_EVICTED, "cache" => cache()).increment(evicted);
        counter!(names::CACHE_EXPIRED, "cache" => cache()).increment(expired);
        counter!(names::CACHE_CHANGED_ELSEWHERE, "cache" => cache()).increment(changed);
        counter!(names::CACHE_DOUBTED, "cache" => cache()).increment(doubted);
        #[expect(clippy::cast_precision_loss, reason = "a gauge is a float")]
        {
            gauge!(names::CACHE_ENTRIES, "cache" => cache()).set(self.memory().entries() as f64);
            gauge!(names::CACHE_BYTES, "cache" => cache()).set(self.memory().bytes() as f64);
            gauge!(names::CACHE_TAGS, "cache" => cache()).set(self.tags().len() as f64);
        }
    }

    fn unpublished(&self) -> [u64; 4] {
        let [evicted, expired, changed, doubted] = &self.inner.published;
        [
            (evicted, self.memory().evicted()),
            (expired, self.memory().expired()),
            (changed, self.memory().changed_elsewhere()),
            (doubted, self.memory().doubted()),
        ]
        .map(|(published, now)| now.saturating_sub(published.fetch_max(now, Ordering::Relaxed)))
    }
}

fn publish_function(stats: &FunctionStats) {
    let function = stats.site.function();
    for (count, name, label) in COUNTERS {
        let news = stats.unpublished(count);
        if news == 0 {
            continue;
        }
        match label {
            Some((label, value)) => {
                counter!(name, "function" => function, label => value).increment(news);
            }
            None => counter!(name, "function" => function).increment(news),
        }
    }
}
