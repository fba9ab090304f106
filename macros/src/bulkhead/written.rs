//! What was written in `#[bulkhead(..)]`.

use proc_macro2::{Ident, Literal, TokenStream, TokenTree};
use quote::quote_spanned;

use crate::args::{ALLOW, Arguments, DurationValue, Foreign, Form, Grammar, Handle, Known, Least};
use crate::diagnostics::Errors;
use crate::stack::Entry;
use crate::tokens::{first_span, ours, single, source};

const GRAMMAR: Grammar = Grammar {
    title: "`#[bulkhead]`",
    known: &[
        Known {
            name: "calls",
            form: Form::Value,
            example: "calls = 32",
        },
        Known {
            name: "queue",
            form: Form::Value,
            example: "queue = 64",
        },
        Known {
            name: "wait",
            form: Form::Value,
            example: "wait = \"1s\"",
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
            names: &[
                "max_concurrent",
                "max_concurrent_calls",
                "maxConcurrentCalls",
                "max_concurrency",
                "max_parallel",
                "max_parallelization",
                "maxParallelization",
                "max_calls",
                "concurrency",
                "concurrency_limit",
                "permits",
                "limit",
                "capacity",
                "size",
                "max",
            ],
            answer: |value| {
                format!(
                    "the number stands first: `#[bulkhead({})]`",
                    or(value, "32")
                )
            },
        },
        Foreign {
            names: &[
                "queue_size",
                "queue_limit",
                "queue_capacity",
                "max_queue",
                "max_queued",
                "max_queue_size",
                "max_queuing_actions",
                "maxQueuingActions",
                "max_waiting",
                "backlog",
            ],
            answer: |value| format!("here it is `queue = {}`", or(value, "64")),
        },
        Foreign {
            names: &[
                "max_wait",
                "max_wait_duration",
                "maxWaitDuration",
                "max_wait_time",
                "wait_timeout",
                "queue_timeout",
                "acquire_timeout",
                "timeout",
            ],
            answer: |_| "here it is `wait = \"1s\"`, beside `queue = 64`".to_owned(),
        },
        Foreign {
            names: &["fair", "fairness", "fifo"],
            answer: |_| {
                "places are handed out in the order in which calls came; remove it".to_owned()
            },
        },
        Foreign {
            names: &["key", "max_keys", "idle"],
            answer: |_| {
                "there is one bulkhead for the function; for one of each key hold a `Bulkhead` each"
                    .to_owned()
            },
        },
        Foreign {
            names: &["fallback", "default"],
            answer: |value| {
                format!(
                    "put `#[fallback({})]` above `#[bulkhead]`",
                    or(value, "value")
                )
            },
        },
    ]],
    exclusive: &[],
    positional: Some("calls"),
};

fn or(value: &str, example: &str) -> String {
    if value.is_empty() { example } else { value }.to_owned()
}

pub(super) struct Written {
    pub(super) policy: Option<Policy>,
    /// The argument that lets calls wait, if there is one.
    pub(super) waits: Option<Ident>,
    pub(super) name: Option<String>,
    pub(super) handle: Option<Handle>,
    pub(super) allows_order: bool,
}

/// How many, how many more, and for how long.
pub(super) struct Policy {
    pub(super) calls: Number,
    pub(super) queue: Option<Number>,
    pub(super) wait: Option<DurationValue>,
}

/// A number of calls.
pub(super) enum Number {
    Fixed(u32, Literal),
    /// Known when the program runs.
    Expr(TokenStream),
}

impl Written {
    pub(super) fn parse(entry: &Entry, errors: &mut Errors) -> Self {
        let found = GRAMMAR.read(entry.args.clone(), errors);
        if !found.has("calls") && !found.any_refused() {
            errors.add(
                &entry.name,
                "`#[bulkhead]` needs a number of calls, for example `#[bulkhead(32)]`",
            );
        }
        found.crate_path(errors);
        let word = |name| found.get(name).map(|(word, _)| word.clone());
        Self {
            policy: Policy::read(&found, errors),
            waits: word("wait").or_else(|| word("queue")),
            name: found.text("name", errors),
            handle: found.handle(errors),
            allows_order: found.allows("order", errors),
        }
    }
}

impl Policy {
    fn read(found: &Arguments, errors: &mut Errors) -> Option<Self> {
        if let Some((word, _)) = found.get("wait")
            && !found.has("queue")
            && !found.any_refused()
        {
            errors.add(
                word,
                "`wait` is for calls in the queue, and there is none; add `queue = 64`, or remove `wait`",
            );
        }
        let before = errors.len();
        let nobody = "a bulkhead of 0 refuses every call; write `#[bulkhead(1)]` or more";
        let calls = number("calls", nobody, found, errors);
        let nobody = "without a `queue` nobody waits; remove `queue = 0`";
        let queue = number("queue", nobody, found, errors);
        let wait = found.duration(
            "wait",
            Least::Positive("to refuse at once, remove `queue` and `wait`"),
            errors,
        );
        if errors.len() > before {
            return None;
        }
        Some(Self {
            calls: calls?,
            queue,
            wait,
        })
    }
}

impl Number {
    /// An expression of type `u32`. A wrong type is rustc's to report, at the user's tokens.
    pub(super) fn expand(&self) -> TokenStream {
        match self {
            Self::Fixed(number, literal) => quote_spanned!(ours(literal.span())=> #number),
            Self::Expr(expr) => {
                let at = ours(first_span(expr));
                quote_spanned!(at=> { let __number: u32 = #expr; __number })
            }
        }
    }
}

/// The number behind `name =`; zero is answered with `nobody`.
fn number(name: &str, nobody: &str, found: &Arguments, errors: &mut Errors) -> Option<Number> {
    let value = found.tokens(name)?;
    let Some(TokenTree::Literal(literal)) = single(value) else {
        return found.code(name, "calls = LIMIT", errors).map(Number::Expr);
    };
    let text = literal.to_string();
    let digits = text.trim_matches('"').replace('_', "");
    let digits = digits.strip_suffix("u32").unwrap_or(&digits);
    match digits.parse::<u32>() {
        Ok(number) if text.starts_with('"') => {
            errors.add(
                &literal,
                format!("`{name}` is a number; write it without quotes: `{number}`"),
            );
        }
        Ok(0) => errors.add(&literal, nobody),
        Ok(number) => return Some(Number::Fixed(number, literal)),
        Err(_) => errors.add(
            &literal,
            format!(
                "`{name}` takes a whole number of calls, not `{}`; write `{name} = 32`",
                source(value)
            ),
        ),
    }
    None
}
