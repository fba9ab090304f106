//! What `#[log_execution_time(..)]` takes, and what others call it.

use super::beside;
use crate::args::{ALLOW, Foreign, Form, Grammar, Known};
use crate::log::{ARGS, FIELDS, LEVEL, MESSAGE, METRICS, TARGET, holes};

pub(super) const GRAMMAR: Grammar = Grammar {
    title: "`#[log_execution_time]`",
    known: &[
        LEVEL,
        Known {
            name: "slow",
            form: Form::Value,
            example: "slow = \"250ms\"",
        },
        Known {
            name: "slow_level",
            form: Form::Value,
            example: "slow_level = warn",
        },
        TARGET,
        MESSAGE,
        ARGS,
        FIELDS,
        Known {
            name: "ret",
            form: Form::Word,
            example: "ret",
        },
        Known {
            name: "sample",
            form: Form::Value,
            example: "sample = 0.01",
        },
        Known {
            name: "entry",
            form: Form::Word,
            example: "entry",
        },
        METRICS,
        beside::SPAN,
        beside::STUCK,
        beside::STREAM,
        beside::SKIP,
        Known {
            name: "handle",
            form: Form::Value,
            example: "handle = ChargeGuards",
        },
        ALLOW,
    ],
    foreign: &[FOREIGN],
    exclusive: beside::EXCLUSIVE,
    positional: None,
};

const FOREIGN: &[Foreign] = &[
    beside::STUCK_ELSEWHERE,
    Foreign {
        names: &["skip_all", "exclude", "ignore"],
        answer: |_| "no argument is told of but those in `args(..)`; remove it".to_owned(),
    },
    Foreign {
        names: &["err", "error", "errors", "on_error"],
        answer: |value| {
            let inside = match value.replace('"', "").to_lowercase() {
                level if level.starts_with("level = ") => format!("({level})"),
                how if how == "debug" => "(debug)".to_owned(),
                _ => String::new(),
            };
            format!(
                "the outcome is always told; for the error itself write `#[log_exceptions{inside}]` above"
            )
        },
    },
    Foreign {
        names: &[
            "only",
            "except",
            "reraise",
            "default",
            "fallback",
            "chain",
            "backtrace",
            "count",
            "once",
            "panics",
            "debug",
        ],
        answer: |_| "that is about errors; write it in `#[log_exceptions(..)]`".to_owned(),
    },
    Foreign {
        names: &["cancelled", "panic", "catch_unwind"],
        answer: |_| {
            "calls that panic or are cancelled are always told of, by their `outcome`; remove it"
                .to_owned()
        },
    },
    Foreign {
        names: &[
            "track_concurrency",
            "objective",
            "count_calls",
            "histogram",
            "counter",
            "metric",
        ],
        answer: |_| "calls are counted, timed and told apart by outcome with `metrics`".to_owned(),
    },
    Foreign {
        names: &["ok_if", "error_if", "success_if"],
        answer: |_| "a call has failed that returns an `Err`; return a `Result`".to_owned(),
    },
    Foreign {
        names: &["short_name", "full_name", "path"],
        answer: |_| "events name a function with its module; remove it".to_owned(),
    },
    Foreign {
        names: &["enter_on_poll"],
        answer: |_| "here it is `span`, which is entered at each poll".to_owned(),
    },
    Foreign {
        names: &["log_ts", "timestamp", "time"],
        answer: |_| "a log line has its time by itself; remove it".to_owned(),
    },
    Foreign {
        names: &["ok", "success", "on_success"],
        answer: |value| match value.trim_matches('"') {
            "" => "every outcome is told at `level`".to_owned(),
            level => format!("every outcome is told at `level`; write `level = {level}`"),
        },
    },
    Foreign {
        names: &[
            "returns",
            "return_value",
            "result",
            "output",
            "record_return",
            "log_result",
        ],
        answer: |_| "here it is `ret`".to_owned(),
    },
    Foreign {
        names: &[
            "arguments",
            "params",
            "extract_args",
            "log_args",
            "input",
            "ingress",
            "inputs",
        ],
        answer: |value| {
            let names = holes(value).unwrap_or_else(|| "id".to_owned());
            format!("the arguments to tell are named, as in `args({names})`")
        },
    },
    Foreign {
        names: &[
            "name",
            "span_name",
            "label",
            "msg",
            "text",
            "title",
            "event",
            "fmt",
            "format",
        ],
        answer: |value| {
            format!(
                "the function is named by itself; for another text write `message = {}`",
                or(
                    if value.contains('{') { "" } else { value },
                    "\"order placed\""
                )
            )
        },
    },
    Foreign {
        names: &["properties", "extra", "tags", "labels", "attributes", "kv"],
        answer: |value| {
            let value = if value.starts_with('{') { "" } else { value };
            format!("here it is `fields({})`", or(value, "tenant = user.tenant"))
        },
    },
    Foreign {
        names: &[
            "threshold",
            "slow_threshold",
            "slower_than",
            "min_duration",
            "warn_after",
            "warn_over",
            "over",
            "at_least",
        ],
        answer: |value| {
            let is_number = value.parse::<u64>().is_ok();
            let value = if is_number {
                format!("\"{value}ms\"")
            } else {
                or(value, "\"250ms\"")
            };
            format!("here it is `slow = {value}`")
        },
    },
    Foreign {
        names: &["threshold_ms", "slow_ms", "slow_threshold_ms", "warn_ms"],
        answer: |value| format!("here it is `slow = \"{}ms\"`", or(value, "250")),
    },
    Foreign {
        names: &["slow_at", "warn_level", "level_slow"],
        answer: |value| {
            format!(
                "here it is `slow_level = {}`",
                or(value.trim_matches('"'), "warn")
            )
        },
    },
    Foreign {
        names: &["sampling", "sample_rate", "rate", "probability", "ratio"],
        answer: |value| format!("here it is `sample = {}`", or(value, "0.01")),
    },
    Foreign {
        names: &[
            "enter",
            "start",
            "started",
            "on_enter",
            "begin",
            "log_entry",
        ],
        answer: |_| "here it is `entry`".to_owned(),
    },
    Foreign {
        names: &["unit", "precision", "ms", "units"],
        answer: |_| "a duration is told in milliseconds, as `duration_ms`; remove it".to_owned(),
    },
    Foreign {
        names: &["logger", "log_target", "module"],
        answer: |value| format!("here it is `target = {}`", or(value, "\"api\"")),
    },
    Foreign {
        names: &["parent", "follows_from"],
        answer: |_| {
            "the parent of its `span` is the one that the call is made in; remove it".to_owned()
        },
    },
];

fn or(value: &str, example: &str) -> String {
    if value.is_empty() { example } else { value }.to_owned()
}
