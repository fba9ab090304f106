//! The arguments of `write_behind(..)`.

use crate::args::{Arguments, Exclusive, Foreign, Form, Grammar, Known};
use crate::diagnostics::Errors;

pub(in crate::cached) const GRAMMAR: Grammar = Grammar {
    title: "`write_behind`",
    known: &[
        Known {
            name: "batch",
            form: Form::Value,
            example: "batch = 100",
        },
        Known {
            name: "every",
            form: Form::Value,
            example: "every = \"50ms\"",
        },
        Known {
            name: "name",
            form: Form::Value,
            example: "name = \"users\"",
        },
        Known {
            name: "store",
            form: Form::Value,
            example: "store = local",
        },
        Known {
            name: "volatile",
            form: Form::Word,
            example: "volatile",
        },
        Known {
            name: "on_full",
            form: Form::Value,
            example: "on_full = wait",
        },
        Known {
            name: "max",
            form: Form::Value,
            example: "max = 100_000",
        },
        Known {
            name: "attempts",
            form: Form::Value,
            example: "attempts = 10",
        },
        Known {
            name: "backoff",
            form: Form::Value,
            example: "backoff = \"100ms\"",
        },
        Known {
            name: "max_backoff",
            form: Form::Value,
            example: "max_backoff = \"30s\"",
        },
        Known {
            name: "partitions",
            form: Form::Value,
            example: "partitions = 4",
        },
        Known {
            name: "dead",
            form: Form::Value,
            example: "dead = keep",
        },
    ],
    foreign: &[&[
        Foreign {
            names: &[
                "batch_size",
                "size",
                "max_batch",
                "chunk",
                "write_batch_size",
                "write_behind_batch_size",
            ],
            answer: |value| format!("here it is `batch = {}`", or(value, "100")),
        },
        Foreign {
            names: &[
                "interval",
                "delay",
                "flush_interval",
                "linger",
                "period",
                "write_delay",
                "write_delay_seconds",
                "max_delay",
                "max_write_delay",
                "write_behind_flush_frequency",
            ],
            answer: |value| {
                let value = if value.starts_with('"') {
                    value
                } else {
                    "\"50ms\""
                };
                format!("here it is `every = {value}`")
            },
        },
        Foreign {
            names: &[
                "capacity",
                "max_size",
                "limit",
                "max_len",
                "maxlen",
                "queue_size",
                "max_queue_size",
                "modification_queue_size",
                "write_behind_max_queue_size",
                "write_behind_flush_size",
            ],
            answer: |value| format!("here it is `max = {}`", or(value, "100_000")),
        },
        Foreign {
            names: &[
                "retries",
                "max_retries",
                "max_attempts",
                "max_deliveries",
                "retry_attempts",
            ],
            answer: |value| format!("here it is `attempts = {}`", or(value, "10")),
        },
        Foreign {
            names: &[
                "shards",
                "lanes",
                "workers",
                "concurrency",
                "threads",
                "write_behind_concurrency",
                "thread_pool_size",
            ],
            answer: |value| {
                format!(
                    "here it is `partitions = {}`, each with an order of its own",
                    or(value, "4")
                )
            },
        },
        Foreign {
            names: &["dead_letter", "dead_letters", "dlq"],
            answer: |_| {
                "here it is `dead = keep`, which needs no word, or `dead = drop`".to_owned()
            },
        },
        Foreign {
            names: &["queue", "stream", "group", "topic"],
            answer: |value| format!("here it is `name = {}`", or(value, "\"users\"")),
        },
        Foreign {
            names: &["on_overflow", "overflow", "back_pressure", "backpressure"],
            answer: |_| "here it is `on_full = wait`, `reject` or `write_through`".to_owned(),
        },
        Foreign {
            names: &[
                "retry_delay",
                "retry_attempt_delay_seconds",
                "initial_backoff",
            ],
            answer: |value| {
                let value = if value.starts_with('"') {
                    value
                } else {
                    "\"100ms\""
                };
                format!("here it is `backoff = {value}`")
            },
        },
        Foreign {
            names: &[
                "coalesce",
                "coalescing",
                "write_coalescing",
                "write_behind_coalescing",
            ],
            answer: |_| {
                "the last change of a key wins in a batch without a word; remove it".to_owned()
            },
        },
        Foreign {
            names: &[
                "key",
                "ttl",
                "handle",
                "wait",
                "tier",
                "cache",
                "version",
                "memory_ttl",
            ],
            answer: |_| {
                "it stands beside the strategy, and not in its parentheses: \
                 `strategy = write_behind, key = \"user:{user.id}\", handle = Users`"
                    .to_owned()
            },
        },
        Foreign {
            names: &["memory", "in_memory", "non_durable"],
            answer: |_| "here it is `volatile`".to_owned(),
        },
        Foreign {
            names: &["redis", "local", "durable", "log", "wal"],
            answer: |_| {
                "here it is `store = redis` or `store = local`; without a word it is Redis where \
                 the manager has one, else its local log"
                    .to_owned()
            },
        },
    ]],
    exclusive: &[Exclusive {
        pair: ["store", "volatile"],
        because: "`volatile` keeps changes in memory alone, and `store` keeps them where they \
                  outlive the process; remove one",
    }],
    positional: None,
};

/// Arguments of `#[cached]` that a writer has no use for, and why.
const NOT_WITH: &[(&str, &str)] = &[
    ("key_prefix", READ_BY_KEY),
    ("negative_ttl", READS),
    ("error_ttl", READS),
    ("cache_if", READS),
    ("reload", READS),
    ("early", READS),
    ("stale_while_revalidate", READS),
    ("stale_if_error", READS),
    ("retry_after", READS),
    ("soft_timeout", READS),
    ("hard_timeout", READS),
    ("jitter", READS),
    ("flight", READS),
    ("read", READS),
    ("batch", BATCH),
    ("tags", TAGS),
    ("value", VALUE),
    ("skip", SKIP),
];

const READS: &str = "is about loads, and a writer loads nothing; put it on the function that reads";
const READ_BY_KEY: &str =
    "is for functions without a `key`, and a writer needs one; write `key = \"user:{user.id}\"`";
const BATCH: &str = "is for functions that load many entries; for a writer it is \
                     `strategy = write_behind(batch = 100)`";
const TAGS: &str = "is not kept with changes; put it on the function that reads";
const VALUE: &str = "is what the changes hold already; remove it";
const SKIP: &str = "is about arguments, and the key of a change is made of its value; remove it";

/// Reports arguments beside `strategy = write_behind` that do nothing there.
pub(in crate::cached) fn refuse_others(found: &Arguments, errors: &mut Errors) {
    for (name, because) in NOT_WITH {
        if let Some((ident, _)) = found.get(name) {
            errors.add(ident, format!("`{name}` {because}"));
        }
    }
}

fn or<'a>(value: &'a str, example: &'a str) -> &'a str {
    if value.is_empty() { example } else { value }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_other_libraries_are_answered_with_source_to_copy() {
        for (written, answer) in [
            ("batch_size = 500", "here it is `batch = 500`"),
            ("linger = \"5ms\"", "here it is `every = \"5ms\"`"),
            ("interval = 5", "here it is `every = \"50ms\"`"),
            ("retries = 3", "here it is `attempts = 3`"),
            ("queue = \"q\"", "here it is `name = \"q\"`"),
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
}
