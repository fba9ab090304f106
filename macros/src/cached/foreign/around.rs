//! Of what is around an entry: many keys, writing, removing, many callers, and the manager.

use super::answers::{names, number, tags, text, within};
use crate::args::Foreign;

/// Many keys.
pub(super) const MANY_KEYS: &[Foreign] = &[Foreign {
    names: super::BATCHES,
    answer: |value| match value.parse::<u32>() {
        Ok(_) => format!(
            "here it is `batch(ids -> id, max = {value})`, and in a writer \
             `strategy = write_behind(batch = {value})`"
        ),
        Err(_) => format!("here it is `batch({} -> id)`", names(value, "ids")),
    },
}];

/// Writing.
pub(super) const WRITING: &[Foreign] = &[
    Foreign {
        names: &["write_through", "put", "cache_put"],
        answer: |_| "here it is `strategy = write_through`".to_owned(),
    },
    Foreign {
        names: &["write_behind", "write_back", "async_write", "write_delay"],
        answer: |_| "here it is `strategy = write_behind`".to_owned(),
    },
    Foreign {
        names: &["every", "flush_interval", "linger", "write_interval"],
        answer: |value| within("every", text(value, "\"50ms\"")),
    },
    Foreign {
        names: &["attempts", "max_attempts", "max_retries", "retries"],
        answer: |value| within("attempts", number(value, "10")),
    },
    Foreign {
        names: &["on_full", "on_overflow", "overflow"],
        answer: |_| within("on_full", "wait"),
    },
    Foreign {
        names: &["partitions", "shards", "lanes"],
        answer: |value| within("partitions", number(value, "4")),
    },
    Foreign {
        names: &["dead", "dead_letters", "dead_letter", "dlq"],
        answer: |_| within("dead", "keep"),
    },
    Foreign {
        names: &["volatile"],
        answer: |_| {
            "here it stands in the parentheses of the strategy: `strategy = write_behind(volatile)`"
                .to_owned()
        },
    },
];

/// Removing.
pub(super) const REMOVING: &[Foreign] = &[
    Foreign {
        names: super::TAGS,
        answer: tags,
    },
    Foreign {
        names: &["evict", "invalidate", "invalidates", "cache_evict", "clear"],
        answer: |_| {
            "it stands on the function that changes something: `#[invalidate(key = \"user:{id}\")]`"
                .to_owned()
        },
    },
];

/// Many callers.
pub(super) const CALLERS: &[Foreign] = &[
    Foreign {
        names: &[
            "sync_writes",
            "sync_writes_buckets",
            "sync",
            "single_flight",
            "singleflight",
            "coalesce",
            "dedupe",
            "deduplicate",
            "stampede",
            "stampede_protection",
            "protected",
            "lock",
        ],
        answer: |_| "callers of one key share one load without a word; remove it".to_owned(),
    },
    Foreign {
        names: &[
            "distributed",
            "distributed_lock",
            "cluster",
            "global_lock",
            "redlock",
            "lease",
        ],
        answer: |_| "here it is `flight = cluster`".to_owned(),
    },
    Foreign {
        names: &[
            "strict",
            "consistency",
            "consistent",
            "read_mode",
            "bypass_memory",
            "skip_local",
            "skip_memory_cache_read",
        ],
        answer: |_| "here it is `read = strict`".to_owned(),
    },
];

/// What the manager decides.
pub(super) const MANAGER: &[Foreign] = &[
    Foreign {
        names: &[
            "size",
            "max_size",
            "maximum_size",
            "max_entries",
            "max_weight",
            "maximum_weight",
            "weigher",
            "capacity",
            "initial_capacity",
            "max_capacity",
            "maxsize",
            "limit",
            "memory",
            "policy",
            "eviction_policy",
        ],
        answer: |_| {
            "the manager bounds what all functions keep: `CacheManager::builder().memory_bytes(64 << 20)`"
                .to_owned()
        },
    },
    Foreign {
        names: &[
            "redis",
            "disk",
            "disk_dir",
            "connection_config",
            "backend",
            "store",
            "storage",
            "map",
            "local",
            "remote",
            "l1",
            "l2",
        ],
        answer: |_| {
            "here it is `tier = both`, `memory` or `redis`, and the manager knows the server"
                .to_owned()
        },
    },
    Foreign {
        names: &[
            "record_stats",
            "stats",
            "removal_listener",
            "eviction_listener",
            "on_hit",
            "on_miss",
            "on_dedupe",
        ],
        answer: |_| {
            "hits, misses and loads are counted without a word: `CacheManager::installed().stats()`"
                .to_owned()
        },
    },
    Foreign {
        names: &[
            "ty",
            "create",
            "in_impl",
            "map_error",
            "manager",
            "cache_manager",
            "cache_resolver",
        ],
        answer: |_| {
            "nothing of this kind is needed; `cache = expr` names a manager other than the installed one"
                .to_owned()
        },
    },
];
