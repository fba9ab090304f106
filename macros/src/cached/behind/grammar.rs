//! The arguments of `write_behind(..)`.

use crate::args::{Exclusive, Foreign, Form, Grammar, Known};

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
    foreign: &[
        Foreign {
            names: &[
                "batch_size",
                "size",
                "max_batch",
                "chunk",
                "write_batch_size",
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
            ],
            answer: |value| format!("here it is `max = {}`", or(value, "100_000")),
        },
        Foreign {
            names: &["retries", "max_retries", "max_attempts", "max_deliveries"],
            answer: |value| format!("here it is `attempts = {}`", or(value, "10")),
        },
        Foreign {
            names: &["shards", "lanes", "workers", "concurrency", "threads"],
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
            names: &["redis", "local", "durable", "log", "wal"],
            answer: |_| {
                "here it is `store = redis` or `store = local`; without a word it is Redis where \
                 the manager has one, else its local log"
                    .to_owned()
            },
        },
    ],
    exclusive: &[Exclusive {
        pair: ["store", "volatile"],
        because: "`volatile` keeps changes in memory alone, and `store` keeps them where they \
                  outlive the process; remove one",
    }],
    positional: None,
};

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
