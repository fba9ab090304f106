//! The arguments of `#[log_exceptions]`.

use crate::args::{ALLOW, Exclusive, Foreign, Form, Grammar, Known};
use crate::log::{ARGS, FIELDS, LEVEL, MESSAGE, METRICS, TARGET, holes};

pub(super) const GRAMMAR: Grammar = Grammar {
    title: "`#[log_exceptions]`",
    known: &[
        LEVEL,
        TARGET,
        MESSAGE,
        ARGS,
        FIELDS,
        list("only", "only(PayError::Timeout)"),
        list("except", "except(PayError::Declined)"),
        list("skip", "skip(PayError::NotFound => debug)"),
        flag("chain", "chain = false"),
        value("backtrace", "backtrace = auto"),
        word("debug", "debug"),
        word("cancelled", "cancelled"),
        word("panics", "panics"),
        flag("once", "once = false"),
        value("count", "count = 10"),
        flag("reraise", "reraise = false"),
        value("default", "default = Vec::new()"),
        Known {
            name: "fallback",
            form: Form::ValueOrList,
            example: "fallback(with = price_of_yesterday)",
        },
        value("handle", "handle = ChargeGuards"),
        METRICS,
        ALLOW,
    ],
    foreign: &[FOREIGN],
    exclusive: &[
        Exclusive {
            pair: ["only", "except"],
            because: "each says all; keep one",
        },
        Exclusive {
            pair: ["default", "fallback"],
            because: "both are what is returned after an error; keep one",
        },
    ],
    positional: None,
};

/// `fallback(..)`
pub(super) const FALLBACK: Grammar = Grammar {
    title: "`fallback(..)`",
    known: &[
        value("value", "value = Price::unknown()"),
        value("with", "with = price_of_yesterday"),
    ],
    foreign: &[],
    exclusive: &[Exclusive {
        pair: ["value", "with"],
        because: "a fallback is a value or a function; remove one",
    }],
    positional: Some("value"),
};

const FOREIGN: &[Foreign] = &[
    Foreign {
        names: &[
            "exception",
            "exceptions",
            "on",
            "include",
            "errors",
            "catch_only",
        ],
        answer: |_| "here it is `only(PayError::Timeout)`, by patterns of the error".to_owned(),
    },
    Foreign {
        names: &["exclude", "ignore", "ignore_exceptions", "unless"],
        answer: |_| "here it is `except(PayError::Declined)`, by patterns of the error".to_owned(),
    },
    Foreign {
        names: &["swallow", "suppress", "catch", "silent"],
        answer: |_| "here it is `reraise = false`".to_owned(),
    },
    Foreign {
        names: &["rethrow", "raise", "propagate", "resume"],
        answer: |value| match value {
            "false" => "here it is `reraise = false`".to_owned(),
            _ => "errors are passed on unless `reraise = false` is written; remove it".to_owned(),
        },
    },
    Foreign {
        names: &["value", "or", "unwrap_or", "return_value", "default_value"],
        answer: |value| {
            let value = if value.is_empty() {
                "Vec::new()"
            } else {
                value
            };
            format!("here it is `default = {value}`, together with `reraise = false`")
        },
    },
    Foreign {
        names: &["onerror", "on_error", "or_else", "handler", "with"],
        answer: |value| {
            let value = if value.is_empty() {
                "price_of_yesterday"
            } else {
                value
            };
            format!("here it is `fallback(with = {value})`, together with `reraise = false`")
        },
    },
    Foreign {
        names: &[
            "traceback",
            "stacktrace",
            "stack_trace",
            "stack",
            "diagnose",
        ],
        answer: |_| "here it is `backtrace = always`".to_owned(),
    },
    Foreign {
        names: &["sources", "source", "causes", "cause"],
        answer: |value| match value {
            "false" => "here it is `chain = false`".to_owned(),
            _ => "sources are logged unless `chain = false` is written; remove it".to_owned(),
        },
    },
    Foreign {
        names: &["limit", "throttle", "rate", "rate_limit", "max", "sample"],
        answer: |_| {
            "of identical errors, `count = 10` logs that many a minute and then how many there were"
                .to_owned()
        },
    },
    Foreign {
        names: &["dedup", "dedupe", "unique"],
        answer: |_| {
            "what is passed on is logged once unless `once = false` is written; for errors that are \
             repeated, write `count = 10`"
                .to_owned()
        },
    },
    Foreign {
        names: &["cancel", "on_cancel", "dropped", "early_drop"],
        answer: |_| "here it is `cancelled`".to_owned(),
    },
    Foreign {
        names: &["panic", "catch_unwind", "catch_panic"],
        answer: |_| "here it is `panics`".to_owned(),
    },
    Foreign {
        names: &["err", "error"],
        answer: |value| {
            let instead = match value.replace('"', "").to_lowercase() {
                level if level.starts_with("level = ") => level,
                how if how == "debug" => how,
                level if level == "trace" || level == "info" || level == "warn" => {
                    format!("level = {level}")
                }
                _ => "level = warn".to_owned(),
            };
            format!("errors are what `#[log_exceptions]` logs; remove it, or write `{instead}`")
        },
    },
    Foreign {
        names: &["skip_all"],
        answer: |_| "no argument is logged unless `args(..)` names it; remove it".to_owned(),
    },
    Foreign {
        names: &["inputs", "input", "arguments", "params"],
        answer: |value| {
            let names = holes(value).unwrap_or_else(|| match value {
                names if names.is_empty() || names.contains('"') => "id".to_owned(),
                names => names.to_owned(),
            });
            format!("here it is `args({names})`")
        },
    },
    Foreign {
        names: &["log_level", "severity", "err_level", "lvl"],
        answer: |value| {
            let value = value.trim_matches('"').to_lowercase();
            let value = if value.is_empty() { "error" } else { &value };
            format!("here it is `level = {value}`")
        },
    },
    Foreign {
        names: &["msg", "format", "fmt", "name", "text"],
        answer: |value| {
            let value = if value.is_empty() || value.contains('{') {
                "\"no price\""
            } else {
                value
            };
            format!("here it is `message = {value}`")
        },
    },
    Foreign {
        names: &[
            "track_concurrency",
            "objective",
            "count_calls",
            "counter",
            "metric",
        ],
        answer: |_| "calls are counted, timed and told apart by outcome with `metrics`".to_owned(),
    },
    Foreign {
        names: &["ok_if", "error_if", "success_if"],
        answer: |_| {
            "a call has failed that returns an `Err`; which of them are logged says \
             `only(PayError::Timeout)`"
                .to_owned()
        },
    },
    Foreign {
        names: &["log_ts", "timestamp"],
        answer: |_| "a log line has its time by itself; remove it".to_owned(),
    },
    Foreign {
        names: &["parent", "follows_from"],
        answer: |_| "an error is logged in the span that the call is made in; remove it".to_owned(),
    },
    Foreign {
        names: &[
            "ret",
            "ok",
            "slow",
            "slow_level",
            "stuck",
            "entry",
            "stream",
            "span",
        ],
        answer: |_| {
            "that is about calls that succeed, too; write it in `#[log_execution_time(..)]`"
                .to_owned()
        },
    },
];

const fn value(name: &'static str, example: &'static str) -> Known {
    known(name, Form::Value, example)
}

const fn list(name: &'static str, example: &'static str) -> Known {
    known(name, Form::List, example)
}

const fn word(name: &'static str, example: &'static str) -> Known {
    known(name, Form::Word, example)
}

const fn flag(name: &'static str, example: &'static str) -> Known {
    known(name, Form::Flag, example)
}

const fn known(name: &'static str, form: Form, example: &'static str) -> Known {
    Known {
        name,
        form,
        example,
    }
}
