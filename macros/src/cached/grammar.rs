//! The arguments of `#[cached]`.

use super::foreign::FOREIGN;
use crate::args::{ALLOW, Exclusive, Form, Grammar, Known};

pub(super) const GRAMMAR: Grammar = Grammar {
    title: "`#[cached]`",
    known: &[
        Known {
            name: "ttl",
            form: Form::Value,
            example: "ttl = \"5m\"",
        },
        Known {
            name: "key",
            form: Form::Value,
            example: "key = \"user:{id}\"",
        },
        Known {
            name: "key_prefix",
            form: Form::Value,
            example: "key_prefix = \"user\"",
        },
        Known {
            name: "skip",
            form: Form::List,
            example: "skip(db)",
        },
        Known {
            name: "strategy",
            form: Form::Value,
            example: "strategy = cache_aside",
        },
        Known {
            name: "tier",
            form: Form::Value,
            example: "tier = memory",
        },
        Known {
            name: "memory_ttl",
            form: Form::Value,
            example: "memory_ttl = \"30s\"",
        },
        Known {
            name: "negative_ttl",
            form: Form::Value,
            example: "negative_ttl = \"10s\"",
        },
        Known {
            name: "error_ttl",
            form: Form::Value,
            example: "error_ttl = \"2s\"",
        },
        Known {
            name: "cache_if",
            form: Form::Value,
            example: "cache_if = |value| value.is_ready()",
        },
        Known {
            name: "reload",
            form: Form::Value,
            example: "reload = caller",
        },
        Known {
            name: "early",
            form: Form::Value,
            example: "early = xfetch",
        },
        Known {
            name: "stale_while_revalidate",
            form: Form::Value,
            example: "stale_while_revalidate = \"1m\"",
        },
        Known {
            name: "stale_if_error",
            form: Form::Value,
            example: "stale_if_error = \"6h\"",
        },
        Known {
            name: "retry_after",
            form: Form::Value,
            example: "retry_after = \"10s\"",
        },
        Known {
            name: "soft_timeout",
            form: Form::Value,
            example: "soft_timeout = \"100ms\"",
        },
        Known {
            name: "hard_timeout",
            form: Form::Value,
            example: "hard_timeout = \"2s\"",
        },
        Known {
            name: "jitter",
            form: Form::Value,
            example: "jitter = 0.1",
        },
        Known {
            name: "batch",
            form: Form::ValueOrList,
            example: "batch(ids -> id)",
        },
        Known {
            name: "value",
            form: Form::Value,
            example: "value = user",
        },
        Known {
            name: "tags",
            form: Form::Value,
            example: "tags = [\"org:{org}\"]",
        },
        Known {
            name: "flight",
            form: Form::Value,
            example: "flight = cluster",
        },
        Known {
            name: "read",
            form: Form::Value,
            example: "read = strict",
        },
        Known {
            name: "version",
            form: Form::Value,
            example: "version = 2",
        },
        Known {
            name: "wait",
            form: Form::Value,
            example: "wait = \"5s\"",
        },
        Known {
            name: "cache",
            form: Form::Value,
            example: "cache = self.cache",
        },
        Known {
            name: "handle",
            form: Form::Value,
            example: "handle = UserCache",
        },
        ALLOW,
    ],
    foreign: FOREIGN,
    exclusive: &[Exclusive {
        pair: ["key", "key_prefix"],
        because: "`key` spells the whole key, and `key_prefix` replaces the path in the default one; remove one",
    }],
    positional: None,
};
