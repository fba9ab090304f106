//! The arguments of `#[cached]`, and the names that other libraries have for them.

use crate::args::{ALLOW, Exclusive, Foreign, Form, Grammar, Known};

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
    foreign: &[
        Foreign {
            names: &[
                "time",
                "expire",
                "expires",
                "expire_in",
                "expiration",
                "time_to_live",
                "timeout",
                "max_age",
                "duration",
                "ttl_secs",
                "ttl_seconds",
                "secs",
                "seconds",
            ],
            answer: seconds,
        },
        Foreign {
            names: &["ttl_millis", "ttl_ms", "millis"],
            answer: |value| duration(value, "ms"),
        },
        Foreign {
            names: &["prefix", "namespace", "cache_prefix", "cache_name", "name"],
            answer: |value| format!("here it is `key_prefix = {}`", text(value)),
        },
        Foreign {
            names: &[
                "size",
                "max_size",
                "max_entries",
                "capacity",
                "max_capacity",
                "maxsize",
                "limit",
                "memory",
            ],
            answer: |_| {
                "the manager bounds what all functions keep: `CacheManager::builder().memory_bytes(64 << 20)`".to_owned()
            },
        },
        Foreign {
            names: &[
                "convert",
                "key_fn",
                "key_func",
                "key_builder",
                "key_generator",
                "key_expr",
                "map_key",
            ],
            answer: |_| {
                "here it is `key = \"user:{id}\"`, or `key = expr` with any expression that makes a key".to_owned()
            },
        },
        Foreign {
            names: &["unless", "skip_if", "not_if"],
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
            ],
            answer: condition,
        },
        Foreign {
            names: &[
                "refresh_threshold",
                "refresh_ahead",
                "refresh",
                "refresh_at",
                "time_refresh",
                "early_refresh",
            ],
            answer: |_| "here it is `strategy = refresh_ahead(at = 0.8)`".to_owned(),
        },
        Foreign {
            names: &[
                "swr",
                "stale",
                "grace",
                "failover",
                "soft_ttl",
                "fail_safe",
                "result_fallback",
            ],
            answer: |_| {
                "here it is `stale_while_revalidate = \"1m\"`, or `stale_if_error = \"6h\"` for when a load fails".to_owned()
            },
        },
        Foreign {
            names: &["tag", "events", "dependencies"],
            answer: |_| "here it is `tags = [\"org:{org}\"]`".to_owned(),
        },
        Foreign {
            names: &["write_through", "put", "cache_put"],
            answer: |_| "here it is `strategy = write_through`".to_owned(),
        },
        Foreign {
            names: &["write_behind", "write_back"],
            answer: |_| "here it is `strategy = write_behind`".to_owned(),
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
            names: &["cache_none", "null_ttl", "cache_null", "none_ttl"],
            answer: |_| "here it is `negative_ttl = \"10s\"`".to_owned(),
        },
        Foreign {
            names: &["cache_err", "cache_errors", "err_ttl", "cache_error"],
            answer: |_| "here it is `error_ttl = \"2s\"`".to_owned(),
        },
        Foreign {
            names: &[
                "sync_writes",
                "sync",
                "single_flight",
                "coalesce",
                "dedupe",
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
            ],
            answer: |_| "here it is `read = strict`".to_owned(),
        },
        Foreign {
            names: &["ignore", "exclude", "except", "skip_args", "ignore_args"],
            answer: |value| {
                format!(
                    "here it is `skip({})`",
                    if value.is_empty() { "db" } else { value }
                )
            },
        },
        Foreign {
            names: &["redis", "disk", "backend", "store", "storage", "map"],
            answer: |_| {
                "here it is `tier = both`, `memory` or `redis`, and the manager knows the server"
                    .to_owned()
            },
        },
        Foreign {
            names: &["ty", "create", "in_impl", "map_error", "manager"],
            answer: |_| {
                "nothing of this kind is needed; `cache = expr` names a manager other than the installed one".to_owned()
            },
        },
    ],
    exclusive: &[Exclusive {
        pair: ["key", "key_prefix"],
        because: "`key` spells the whole key, and `key_prefix` replaces the path in the default one; remove one",
    }],
    positional: None,
};

fn seconds(value: &str) -> String {
    duration(value, "s")
}

/// `60` in seconds as `ttl = "60s"`; what has a unit or is an expression stays as it is.
fn duration(value: &str, unit: &str) -> String {
    let number = value.trim_matches('"');
    if !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit()) {
        return format!("here it is `ttl = \"{number}{unit}\"`");
    }
    if value.starts_with('"') && number.bytes().next().is_some_and(|b| b.is_ascii_digit()) {
        return format!("here it is `ttl = {value}`");
    }
    "here it is `ttl = \"5m\"`".to_owned()
}

/// A closure stays as it is; anything else looks at something that `cache_if` does not have.
fn condition(value: &str) -> String {
    match closure(value) {
        Some((argument, body)) => format!("here it is `cache_if = |{argument}| {body}`"),
        None => "here it is `cache_if = |value| ..`".to_owned(),
    }
}

/// The same, the other way round.
fn unless(value: &str) -> String {
    match closure(value) {
        Some((argument, body)) => {
            format!("here it is `cache_if = |{argument}| !({body})`, which says what to keep")
        }
        None => "here it is `cache_if = |value| ..`, which says what to keep".to_owned(),
    }
}

fn closure(value: &str) -> Option<(&str, &str)> {
    let (argument, body) = value.strip_prefix('|')?.split_once('|')?;
    Some((argument.trim(), body.trim()))
}

fn text(value: &str) -> &str {
    if value.starts_with('"') && value.len() > 2 {
        value
    } else {
        "\"user\""
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_other_libraries_are_answered_with_source_to_copy() {
        for (written, answer) in [
            ("time = 60", "here it is `ttl = \"60s\"`"),
            ("ttl_millis = 500", "here it is `ttl = \"500ms\"`"),
            ("expire = \"5m\"", "here it is `ttl = \"5m\"`"),
            ("prefix = \"shop\"", "here it is `key_prefix = \"shop\"`"),
            ("ignore(db)", "here it is `skip(db)`"),
            (
                "unless = |name| a",
                "here it is `cache_if = |name| !(a)`, which says what to keep",
            ),
        ] {
            let mut errors = crate::diagnostics::Errors::new();
            GRAMMAR.read(written.parse().unwrap(), &mut errors);
            let found = errors.messages();
            assert!(
                found.len() == 1 && found[0].ends_with(answer),
                "{written}: {found:?}"
            );
        }
    }

    #[test]
    fn no_name_of_another_library_is_one_of_ours() {
        for foreign in GRAMMAR.foreign {
            for name in foreign.names {
                assert!(
                    GRAMMAR.known.iter().all(|known| known.name != *name),
                    "{name}"
                );
            }
        }
    }
}
