//! What `#[rate_limit(..)]` takes, and what other libraries call it.

use crate::args::{ALLOW, Exclusive, Foreign, Form, Grammar, Known};

pub(super) const GRAMMAR: Grammar = Grammar {
    title: "`#[rate_limit]`",
    known: &[
        value("rate", "rate = \"100/s\""),
        value("burst", "burst = 20"),
        value("key", "key = \"{user}\""),
        value("wait", "wait = \"50ms\""),
        value("cost", "cost = rows"),
        value("window", "window = exact"),
        value("max_keys", "max_keys = 10_000"),
        value("idle", "idle = \"1h\""),
        value("store", "store = redis"),
        value("redis", "redis = \"redis://localhost\""),
        value("on_store_error", "on_store_error = local(0.25)"),
        value("lease", "lease = 50"),
        value("name", "name = \"search\""),
        value("policy", "policy = RateLimitPolicy::from_env()"),
        value("handle", "handle = SearchGuards"),
        ALLOW,
    ],
    foreign: &[FOREIGN],
    exclusive: EXCLUSIVE,
    positional: Some("rate"),
};

const fn value(name: &'static str, example: &'static str) -> Known {
    Known {
        name,
        form: Form::Value,
        example,
    }
}

const fn policy_and(name: &'static str) -> Exclusive {
    Exclusive {
        pair: ["policy", name],
        because: "a policy says all of it; set it there, or remove `policy`",
    }
}

/// `local(0.25)`
pub(super) const LOCAL: Grammar = Grammar {
    title: "`local`",
    known: &[value("share", "local(0.25)")],
    foreign: &[],
    exclusive: &[],
    positional: Some("share"),
};

/// `open`, `closed`
pub(super) const NOTHING: Grammar = Grammar {
    title: "`on_store_error`",
    known: &[],
    foreign: &[],
    exclusive: &[],
    positional: None,
};

const EXCLUSIVE: &[Exclusive] = &[
    policy_and("rate"),
    policy_and("burst"),
    policy_and("wait"),
    policy_and("window"),
    policy_and("max_keys"),
    policy_and("idle"),
    Exclusive {
        pair: ["window", "store"],
        because: "an exact window is kept in memory; remove one of the two",
    },
    Exclusive {
        pair: ["window", "burst"],
        because: "an exact window holds the limit, however it comes; remove `burst`",
    },
];

const FOREIGN: &[Foreign] = &[
    Foreign {
        names: &[
            "requests",
            "max_requests",
            "num_requests",
            "calls",
            "limit",
            "limit_for_period",
            "limitForPeriod",
            "points",
            "count",
            "times",
            "max",
            "quota",
            "per_second",
            "rps",
            "tps",
        ],
        answer: |value| {
            format!(
                "the rate stands first: `#[rate_limit(\"{}/s\")]`",
                number(value)
            )
        },
    },
    Foreign {
        names: &["per_minute", "rpm"],
        answer: |value| {
            format!(
                "the rate stands first: `#[rate_limit(\"{}/m\")]`",
                number(value)
            )
        },
    },
    Foreign {
        names: &["per_hour"],
        answer: |value| {
            format!(
                "the rate stands first: `#[rate_limit(\"{}/h\")]`",
                number(value)
            )
        },
    },
    Foreign {
        names: &[
            "per",
            "period",
            "interval",
            "every",
            "duration",
            "seconds",
            "window_secs",
            "window_seconds",
            "limit_refresh_period",
            "limitRefreshPeriod",
        ],
        answer: |_| {
            "the time stands behind the number: `#[rate_limit(\"100/s\")]`, \
             `#[rate_limit(\"100/15m\")]`"
                .to_owned()
        },
    },
    Foreign {
        names: &["window_ms", "windowMs"],
        answer: |value| {
            let millis = number(value);
            format!("the time stands behind the number: `#[rate_limit(\"100/{millis}ms\")]`")
        },
    },
    Foreign {
        names: &[
            "max_burst",
            "burst_size",
            "capacity",
            "bucket_size",
            "tokens",
        ],
        answer: |value| format!("here it is `burst = {}`", number(value)),
    },
    Foreign {
        names: &[
            "timeout_duration",
            "timeoutDuration",
            "timeout",
            "max_wait",
            "max_delay",
            "queue_timeout",
            "block",
            "blocking",
        ],
        answer: |_| "here it is `wait = \"50ms\"`; without it calls are refused at once".to_owned(),
    },
    Foreign {
        names: &[
            "key_func",
            "key_fn",
            "key_extractor",
            "keyGenerator",
            "by",
            "key_prefix",
        ],
        answer: |_| {
            "here it is `key = \"{user}\"` with the name of an argument, or `key = expression`"
                .to_owned()
        },
    },
    Foreign {
        names: &["weight", "permits", "n", "amount", "quantity"],
        answer: |value| format!("here it is `cost = {}`", number(value)),
    },
    Foreign {
        names: &["backend", "storage", "storage_uri", "distributed", "shared"],
        answer: |_| "here it is `store = redis`".to_owned(),
    },
    Foreign {
        names: &["cache", "manager", "redis_url", "url", "connection"],
        answer: |_| {
            "a limit uses the Redis of the installed manager; for another one write \
             `redis = \"redis://localhost\"`"
                .to_owned()
        },
    },
    Foreign {
        names: &[
            "fail_open",
            "failure_mode_deny",
            "on_error",
            "skip_failed_requests",
        ],
        answer: |_| "here it is `on_store_error = open`, `closed` or `local(0.25)`".to_owned(),
    },
    Foreign {
        names: &["strategy", "algorithm", "mode", "sliding", "fixed"],
        answer: |_| {
            "permits come one by one, an interval apart; for no more than the limit in any window \
             write `window = exact`"
                .to_owned()
        },
    },
    Foreign {
        names: &["fallback", "default", "on_limit", "on_exceeded", "error"],
        answer: |_| "put `#[fallback(value)]` above `#[rate_limit]`".to_owned(),
    },
];

/// The number in `value`, for an answer to copy.
fn number(value: &str) -> String {
    let digits: String = value
        .chars()
        .take_while(|c| c.is_ascii_digit() || *c == '_')
        .filter(char::is_ascii_digit)
        .collect();
    if digits.is_empty() {
        "100".to_owned()
    } else {
        digits
    }
}
