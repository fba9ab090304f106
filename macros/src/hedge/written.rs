//! What was written in `#[hedge(..)]`.

use crate::args::{ALLOW, DurationValue, Foreign, Form, Grammar, Handle, Known, Least};
use crate::diagnostics::Errors;
use crate::stack::Entry;

const GRAMMAR: Grammar = Grammar {
    title: "`#[hedge]`",
    known: &[
        Known {
            name: "after",
            form: Form::Value,
            example: "after = \"100ms\"",
        },
        Known {
            name: "max",
            form: Form::Value,
            example: "max = 1",
        },
        Known {
            name: "name",
            form: Form::Value,
            example: "name = \"search\"",
        },
        Known {
            name: "handle",
            form: Form::Value,
            example: "handle = SearchGuards",
        },
        ALLOW,
    ],
    foreign: &[&[
        Foreign {
            names: &[
                "delay",
                "wait",
                "hedging_delay",
                "hedge_after",
                "hedge_delay",
                "interval",
            ],
            answer: |value| match value {
                "" => "here it is `after = \"100ms\"`".to_owned(),
                value => format!("here it is `after = {value}`"),
            },
        },
        Foreign {
            names: &[
                "max_hedges",
                "max_hedged_attempts",
                "hedges",
                "max_parallel",
            ],
            answer: |value| match value {
                "" => "here it is `max = 1`".to_owned(),
                value => format!("here it is `max = {value}`"),
            },
        },
        Foreign {
            names: &["max_attempts", "attempts", "max_calls", "times"],
            answer: |value| match value.parse::<u32>() {
                Ok(all @ 2..) => format!(
                    "here it is `max = {}`: how many are started beside the first",
                    all - 1
                ),
                _ => "here it is `max = 1`: how many are started beside the first".to_owned(),
            },
        },
        Foreign {
            names: &["percentile", "quantile", "p95", "p99", "latency"],
            answer: |_| {
                "what a percentile is you measure yourself, and `after` takes any expression of type \
                 `Duration`: `after = slow_search()`"
                    .to_owned()
            },
        },
        Foreign {
            names: &["budget", "backoff", "if", "only", "except"],
            answer: |_| "for what is tried again after an error there is `#[retry]`".to_owned(),
        },
    ]],
    exclusive: &[],
    positional: Some("after"),
};

pub(super) struct Written {
    pub(super) after: Option<DurationValue>,
    pub(super) max: u32,
    pub(super) name: Option<String>,
    pub(super) handle: Option<Handle>,
    pub(super) allows_order: bool,
}

impl Written {
    pub(super) fn parse(entry: &Entry, errors: &mut Errors) -> Self {
        let found = GRAMMAR.read(entry.args.clone(), errors);
        if !found.has("after") && !found.any_refused() {
            errors.add(
                &entry.name,
                "`#[hedge]` needs the time after which a call is slow, for example \
                 `#[hedge(after = \"100ms\")]`",
            );
        }
        let least = Least::Positive("to start several at once, join them in the body");
        let max = found.number("max", errors);
        if max == Some(0)
            && let Some(value) = found.tokens("max")
        {
            errors.add(
                value,
                "`max` is how many are started beside the first, at least 1; write `max = 1`, or \
                 remove `#[hedge]`",
            );
        }
        found.crate_path(errors);
        Self {
            after: found.duration("after", least, errors),
            max: max.unwrap_or(1),
            name: found.text("name", errors),
            handle: found.handle(errors),
            allows_order: found.allows("order", errors),
        }
    }
}
