//! Of one entry: how long it lives, by what key, what is kept, and what is near its end.

use super::answers::{condition, duration, names, share, span, text, unless};
use crate::args::Foreign;

/// How long.
pub(super) const LIFE: &[Foreign] = &[
    Foreign {
        names: &[
            "time",
            "expire",
            "expires",
            "expires_in",
            "expire_in",
            "expire_after",
            "expire_after_write",
            "expiration",
            "expiration_time",
            "expiry",
            "lifetime",
            "cache_for",
            "cache_time",
            "time_to_live",
            "time_to_live_seconds",
            "timeout",
            "max_age",
            "duration",
            "ttl_secs",
            "ttl_seconds",
            "secs",
            "seconds",
        ],
        answer: |value| duration(value, "s"),
    },
    Foreign {
        names: &["ttl_millis", "ttl_ms", "millis"],
        answer: |value| duration(value, "ms"),
    },
    Foreign {
        names: &[
            "unlimited",
            "unbound",
            "unbounded",
            "forever",
            "no_expiry",
            "eternal",
        ],
        answer: |_| "here it is `ttl = never`".to_owned(),
    },
    Foreign {
        names: &[
            "time_to_idle",
            "tti",
            "idle",
            "max_idle",
            "expire_after_access",
            "sliding",
            "sliding_expiration",
        ],
        answer: |_| {
            "an entry does not live longer for being read; what is read often is kept from ending by \
             `strategy = refresh_ahead`"
                .to_owned()
        },
    },
    Foreign {
        names: &[
            "jitter_max_duration",
            "ttl_jitter",
            "random_ttl",
            "ttl_variance",
            "spread",
        ],
        answer: |value| share("jitter = ", value, "0.1", ""),
    },
    Foreign {
        names: &["local_ttl", "l1_ttl", "memory_duration", "in_memory_ttl"],
        answer: |value| span("memory_ttl", value, "30s"),
    },
];

/// By what key.
pub(super) const KEYS: &[Foreign] = &[
    Foreign {
        names: &[
            "prefix",
            "namespace",
            "cache_prefix",
            "cache_name",
            "cache_names",
            "region",
            "name",
        ],
        answer: |value| format!("here it is `key_prefix = {}`", text(value, "\"user\"")),
    },
    Foreign {
        names: &[
            "convert",
            "key_fn",
            "key_func",
            "key_builder",
            "key_generator",
            "function_key_generator",
            "cache_key_fn",
            "key_expr",
            "map_key",
        ],
        answer: |_| {
            "here it is `key = \"user:{id}\"`, or `key = expr` with any expression that makes a key"
                .to_owned()
        },
    },
    Foreign {
        names: &[
            "ignore",
            "exclude",
            "except",
            "skip_args",
            "ignore_args",
            "noself",
        ],
        answer: |value| format!("here it is `skip({})`", names(value, "db")),
    },
];

/// What is kept.
pub(super) const KEPT: &[Foreign] = &[
    Foreign {
        names: &["unless", "skip_if", "not_if", "skip_cache_func"],
        answer: unless,
    },
    Foreign {
        names: &[
            "condition",
            "only_if",
            "cache_when",
            "when",
            "filter",
            "predicate",
            "if_fn",
            "should_cache_fn",
        ],
        answer: condition,
    },
    Foreign {
        names: &[
            "result",
            "option",
            "cache_ok",
            "cache_some",
            "with_cached_flag",
        ],
        answer: |_| "`Ok` and `Some` are what is cached without a word; remove it".to_owned(),
    },
    Foreign {
        names: &["skip_nil", "skip_null", "skip_none", "skip_empty"],
        answer: |_| "`None` is not cached without a word; remove it".to_owned(),
    },
    Foreign {
        names: &[
            "cache_none",
            "null_ttl",
            "cache_null",
            "cache_nulls",
            "cache_null_values",
            "cache_nil",
            "cache_nils",
            "none_ttl",
            "missing_ttl",
            "negative",
        ],
        answer: |value| span("negative_ttl", value, "10s"),
    },
    Foreign {
        names: &["cache_err", "cache_errors", "err_ttl", "cache_error"],
        answer: |value| span("error_ttl", value, "2s"),
    },
    Foreign {
        names: &["enabled", "disabled", "disable", "bypass", "no_cache"],
        answer: |_| {
            "a call goes past the cache by a handle: `handle = UserCache`, and then \
             `UserCache::bypass(id)`"
                .to_owned()
        },
    },
];

/// Near the end, and beyond it.
pub(super) const NEAR_THE_END: &[Foreign] = &[
    Foreign {
        names: &[
            "refresh_threshold",
            "eager_refresh_threshold",
            "refresh_ahead",
            "refresh_ahead_factor",
            "refresh",
            "refresh_at",
            "refresh_after",
            "refresh_after_write",
            "refresh_interval",
            "auto_refresh",
            "background_refresh",
            "time_refresh",
            "early_refresh",
            "early_ttl",
            "prefetch",
            "at",
        ],
        answer: |value| share("strategy = refresh_ahead(at = ", value, "0.8", ")"),
    },
    Foreign {
        names: &["xfetch", "beta", "probabilistic", "early_expiration"],
        answer: |value| match value.parse::<f64>() {
            Ok(_) => format!("here it is `early = xfetch(beta = {value})`"),
            Err(_) => "here it is `early = xfetch`".to_owned(),
        },
    },
    Foreign {
        names: &[
            "swr",
            "stale",
            "stale_ttl",
            "stale_for",
            "max_stale",
            "grace",
            "soft_ttl",
            "revalidate",
            "race_condition_ttl",
        ],
        answer: |value| {
            let way = span("stale_while_revalidate", value, "1m");
            format!("{way}, or `stale_if_error = \"6h\"` for when a load fails")
        },
    },
    Foreign {
        names: &[
            "failover",
            "fail_safe",
            "is_fail_safe_enabled",
            "fail_safe_max_duration",
            "result_fallback",
            "fallback",
            "stale_on_error",
            "serve_stale",
        ],
        answer: |value| span("stale_if_error", value, "6h"),
    },
    Foreign {
        names: &["fail_safe_throttle_duration", "error_backoff", "cooldown"],
        answer: |value| span("retry_after", value, "10s"),
    },
    Foreign {
        names: &["factory_soft_timeout", "load_soft_timeout"],
        answer: |value| span("soft_timeout", value, "100ms"),
    },
    Foreign {
        names: &["factory_hard_timeout", "load_timeout", "loader_timeout"],
        answer: |value| span("hard_timeout", value, "2s"),
    },
];
