//! What was written in `#[timeout(..)]`.

use proc_macro2::Ident;

use crate::args::{
    ALLOW, Arguments, DurationValue, Exclusive, Foreign, Form, Grammar, Handle, Known, Least,
};
use crate::diagnostics::Errors;
use crate::stack::Entry;

const GRAMMAR: Grammar = Grammar {
    title: "`#[timeout]`",
    known: &[
        Known {
            name: "after",
            form: Form::Value,
            example: "after = \"2s\"",
        },
        Known {
            name: "attempt",
            form: Form::Value,
            example: "attempt = \"500ms\"",
        },
        Known {
            name: "total",
            form: Form::Value,
            example: "total = \"2s\"",
        },
        Known {
            name: "name",
            form: Form::Value,
            example: "name = \"payments\"",
        },
        Known {
            name: "handle",
            form: Form::Value,
            example: "handle = ChargeGuards",
        },
        ALLOW,
    ],
    foreign: &[&[
        Foreign {
            names: &["secs", "sec", "seconds", "s"],
            answer: |value| with_unit(value, "s"),
        },
        Foreign {
            names: &["millis", "milliseconds", "ms", "timeout_ms", "millisecs"],
            answer: |value| with_unit(value, "ms"),
        },
        Foreign {
            names: &["mins", "minutes", "m"],
            answer: |value| with_unit(value, "m"),
        },
        Foreign {
            names: &[
                "duration",
                "timeout",
                "limit",
                "time",
                "span",
                "wait",
                "within",
                "timeout_duration",
                "timeoutDuration",
                "max_duration",
            ],
            answer: |value| {
                format!(
                    "the duration stands first: `#[timeout({})]`",
                    or(value, "\"2s\"")
                )
            },
        },
        Foreign {
            names: &[
                "per_try",
                "per_attempt",
                "try_timeout",
                "attempt_timeout",
                "each",
                "per_try_timeout",
            ],
            answer: |value| {
                format!(
                    "here it is `attempt = {}`, beside `#[retry]`",
                    or(value, "\"500ms\"")
                )
            },
        },
        Foreign {
            names: &[
                "overall",
                "deadline",
                "total_timeout",
                "max_elapsed",
                "budget",
            ],
            answer: |value| format!("here it is `total = {}`", or(value, "\"2s\"")),
        },
        Foreign {
            names: &["fallback", "default", "on_timeout", "or_else"],
            answer: |value| {
                format!(
                    "put `#[fallback({})]` above `#[timeout]`",
                    or(value, "value")
                )
            },
        },
        Foreign {
            names: &["error", "err", "on_error", "map_err"],
            answer: |_| {
                "the function's error is made by its `impl From<gambeson::Rejected>`".to_owned()
            },
        },
    ]],
    exclusive: &[
        Exclusive {
            pair: ["after", "attempt"],
            because: "for all attempts together write `total`",
        },
        Exclusive {
            pair: ["after", "total"],
            because: "they say the same; remove one",
        },
    ],
    positional: Some("after"),
};

fn or(value: &str, example: &str) -> String {
    if value.is_empty() { example } else { value }.to_owned()
}

fn with_unit(value: &str, unit: &str) -> String {
    let digits = value.replace('_', "");
    let number = if !digits.is_empty() && digits.chars().all(|c| c.is_ascii_digit() || c == '.') {
        digits
    } else {
        "5".to_owned()
    };
    format!("a duration is text with its unit: `#[timeout(\"{number}{unit}\")]`")
}

pub(super) struct Written {
    /// `#[timeout("2s")]`, where it stands.
    pub(super) after: Option<(Ident, DurationValue)>,
    /// Each attempt of the retry.
    pub(super) attempt: Option<(Ident, DurationValue)>,
    /// All attempts together.
    pub(super) total: Option<(Ident, DurationValue)>,
    pub(super) name: Option<String>,
    pub(super) handle: Option<Handle>,
    pub(super) allows_order: bool,
}

impl Written {
    pub(super) fn parse(entry: &Entry, errors: &mut Errors) -> Self {
        let found = GRAMMAR.read(entry.args.clone(), errors);
        let named = ["after", "attempt", "total"]
            .iter()
            .any(|name| found.has(name));
        if !named && !found.any_refused() {
            errors.add(
                &entry.name,
                "`#[timeout]` needs a duration, for example `#[timeout(\"2s\")]`",
            );
        }
        found.crate_path(errors);
        Self {
            after: span(&found, "after", errors),
            attempt: span(&found, "attempt", errors),
            total: span(&found, "total", errors),
            name: found.text("name", errors),
            handle: found.handle(errors),
            allows_order: found.allows("order", errors),
        }
    }
}

fn span(found: &Arguments, name: &str, errors: &mut Errors) -> Option<(Ident, DurationValue)> {
    let span = found.duration(
        name,
        Least::Positive("without a time-out, remove `#[timeout]`"),
        errors,
    )?;
    let (word, _) = found.get(name)?;
    Some((word.clone(), span))
}
