//! The arguments of `#[fallback]`.

use crate::args::{ALLOW, Exclusive, Foreign, Form, Grammar, Known};

pub(super) const GRAMMAR: Grammar = Grammar {
    title: "`#[fallback]`",
    known: &[
        Known {
            name: "value",
            form: Form::Value,
            example: "value = Price::unknown()",
        },
        Known {
            name: "with",
            form: Form::Value,
            example: "with = price_of_yesterday",
        },
        Known {
            name: "if",
            form: Form::Value,
            example: "if = |error| error.is_transient()",
        },
        Known {
            name: "only",
            form: Form::List,
            example: "only(PayError::Timeout)",
        },
        Known {
            name: "except",
            form: Form::List,
            example: "except(PayError::Declined)",
        },
        Known {
            name: "name",
            form: Form::Value,
            example: "name = \"prices\"",
        },
        Known {
            name: "handle",
            form: Form::Value,
            example: "handle = PriceGuards",
        },
        ALLOW,
    ],
    foreign: &[&[
        Foreign {
            names: &[
                "fallback_method",
                "fallbackMethod",
                "method",
                "function",
                "func",
                "or_else",
                "fallback_fn",
                "handler",
            ],
            answer: |value| format!("here it is `with = {}`", path(value)),
        },
        Foreign {
            names: &["default", "or", "result", "unwrap_or", "return_value"],
            answer: |value| {
                format!(
                    "the value stands without a name, as in `#[fallback({})]`",
                    if value.is_empty() { ".." } else { value }
                )
            },
        },
        Foreign {
            names: &["on", "exceptions", "include", "errors", "retry_on"],
            answer: |_| "here it is `only(PayError::Timeout)`, by patterns of the error".to_owned(),
        },
        Foreign {
            names: &["ignore", "exclude", "ignore_exceptions", "unless"],
            answer: |_| {
                "here it is `except(PayError::Declined)`, by patterns of the error".to_owned()
            },
        },
        Foreign {
            names: &["when", "predicate", "condition", "only_if", "should_handle"],
            answer: |value| {
                let value = if value.is_empty() {
                    "|error| .."
                } else {
                    value
                };
                format!("here it is `if = {value}`")
            },
        },
    ]],
    exclusive: &[
        Exclusive {
            pair: ["value", "with"],
            because: "a fallback is a value or a function; remove one",
        },
        Exclusive {
            pair: ["only", "except"],
            because: "each says all; keep one",
        },
        Exclusive {
            pair: ["if", "only"],
            because: "put the pattern into the closure: \
                      `if = |error| matches!(error, PayError::Timeout)`",
        },
        Exclusive {
            pair: ["if", "except"],
            because: "put the pattern into the closure: \
                      `if = |error| !matches!(error, PayError::Timeout)`",
        },
    ],
    positional: Some("value"),
};

/// A path that other libraries want as text.
fn path(value: &str) -> &str {
    let path = value.trim_matches('"');
    if path.is_empty() { ".." } else { path }
}
