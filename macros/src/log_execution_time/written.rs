//! What was written in `#[log_execution_time(..)]`.

use super::beside::{self, Beside, Shared};
use crate::args::{ALLOW, Form, Grammar, Handle, Known};
use crate::diagnostics::Errors;
use crate::function::Function;
use crate::log::Level;
use crate::stack::Entry;

pub(super) const GRAMMAR: Grammar = Grammar {
    title: "`#[log_execution_time]`",
    known: &[
        Known {
            name: "level",
            form: Form::Value,
            example: "level = info",
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
        beside::SPAN,
        beside::STUCK,
        beside::STREAM,
        beside::SKIP,
        ALLOW,
    ],
    foreign: &[beside::STUCK_ELSEWHERE],
    exclusive: beside::EXCLUSIVE,
    positional: None,
};

pub(super) struct Written {
    pub(super) level: Level,
    pub(super) target: Option<String>,
    pub(super) handle: Option<Handle>,
    pub(super) allows_order: bool,
    pub(super) shared: Shared,
    pub(super) beside: Beside,
}

impl Written {
    pub(super) fn parse(entry: &Entry, function: &Function, errors: &mut Errors) -> Self {
        let found = GRAMMAR.read(entry.args.clone(), errors);
        found.crate_path(errors);
        let level = Level::read("level", &found, errors).unwrap_or(Level::Info);
        let target = found.text("target", errors);
        let shared = Shared {
            level,
            slow_level: Level::Warn,
            target: target.clone(),
        };
        Self {
            level,
            target,
            beside: Beside::read(&found, function, &shared, errors),
            shared,
            handle: found.handle(errors),
            allows_order: found.allows("order", errors),
        }
    }
}
