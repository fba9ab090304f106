//! What was written in `#[log_exceptions(..)]`.

use crate::args::{ALLOW, Form, Grammar, Handle, Known};
use crate::diagnostics::Errors;
use crate::log::{Level, METRICS, Metrics};
use crate::stack::Entry;

const GRAMMAR: Grammar = Grammar {
    title: "`#[log_exceptions]`",
    known: &[
        Known {
            name: "level",
            form: Form::Value,
            example: "level = error",
        },
        Known {
            name: "target",
            form: Form::Value,
            example: "target = \"api\"",
        },
        Known {
            name: "handle",
            form: Form::Value,
            example: "handle = ChargeGuards",
        },
        METRICS,
        ALLOW,
    ],
    foreign: &[],
    exclusive: &[],
    positional: None,
};

pub(super) struct Written {
    pub(super) level: Level,
    pub(super) target: Option<String>,
    pub(super) metrics: Metrics,
    pub(super) handle: Option<Handle>,
    pub(super) allows_order: bool,
}

impl Written {
    pub(super) fn parse(entry: &Entry, errors: &mut Errors) -> Self {
        let found = GRAMMAR.read(entry.args.clone(), errors);
        found.crate_path(errors);
        Self {
            level: Level::read("level", &found, errors).unwrap_or(Level::Error),
            target: found.text("target", errors),
            metrics: Metrics::read(&found),
            handle: found.handle(errors),
            allows_order: found.allows("order", errors),
        }
    }
}
