//! What was written in `#[log_exceptions(..)]`.

use proc_macro2::TokenStream;

use super::grammar::{FALLBACK, GRAMMAR};
use super::skip::{self, Skip};
use crate::args::{Arguments, Errs, Given, Handle};
use crate::diagnostics::Errors;
use crate::fallback::{self, Instead};
use crate::function::Function;
use crate::log::{Fields, Level, Metrics};
use crate::stack::Entry;

#[expect(
    clippy::struct_excessive_bools,
    reason = "as many words as may be said or not"
)]
pub(super) struct Written {
    pub(super) level: Level,
    pub(super) target: Option<String>,
    pub(super) message: Option<String>,
    pub(super) fields: Fields,
    pub(super) errs: Option<Errs>,
    pub(super) skips: Vec<Skip>,
    pub(super) chain: bool,
    pub(super) backtrace: Backtrace,
    pub(super) debug: bool,
    pub(super) cancelled: bool,
    pub(super) once: bool,
    /// How many a minute; 0 for all.
    pub(super) count: u32,
    pub(super) panics: bool,
    /// `reraise = false`, and what is returned then.
    pub(super) swallow: Option<Swallowed>,
    pub(super) metrics: Metrics,
    pub(super) handle: Option<Handle>,
    pub(super) allows_order: bool,
}

/// What is returned in place of an error that is swallowed.
pub(super) struct Swallowed {
    pub(super) instead: Instead,
    /// How that is written, for a fix that can be copied.
    pub(super) argument: Argument,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Argument {
    Default,
    Fallback,
}

impl Argument {
    /// With this value.
    pub(super) fn of(self, value: &str) -> String {
        match self {
            Self::Default => format!("default = {value}"),
            Self::Fallback => format!("fallback({value})"),
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Backtrace {
    Auto,
    Always,
    Never,
}

const BACKTRACES: &[(&str, Backtrace)] = &[
    ("auto", Backtrace::Auto),
    ("always", Backtrace::Always),
    ("never", Backtrace::Never),
];

impl Written {
    pub(super) fn parse(entry: &Entry, function: &Function, errors: &mut Errors) -> Self {
        let found = GRAMMAR.read(entry.args.clone(), errors);
        found.crate_path(errors);
        let backtrace = found.choice("backtrace", BACKTRACES, errors);
        refuse_cancelled(&found, function, errors);
        Self {
            level: Level::read("level", &found, errors).unwrap_or(Level::Error),
            target: found.text("target", errors),
            message: found.text("message", errors),
            fields: Fields::read(&found, function, errors),
            errs: found.errs(errors),
            skips: skip::read(&found, function, errors),
            chain: found.flag("chain", errors).unwrap_or(true),
            backtrace: backtrace.map_or(Backtrace::Never, |(backtrace, _)| backtrace),
            debug: found.has("debug"),
            cancelled: found.has("cancelled"),
            once: found.flag("once", errors).unwrap_or(true),
            count: count(&found, errors),
            panics: found.has("panics"),
            swallow: swallow(&found, errors),
            metrics: Metrics::read(&found),
            handle: found.handle(errors),
            allows_order: found.allows("order", errors),
        }
    }
}

/// Only a future can be dropped before it is done.
fn refuse_cancelled(found: &Arguments, function: &Function, errors: &mut Errors) {
    if let Some((word, _)) = found.get("cancelled")
        && !function.is_async()
    {
        errors.add(
            word,
            format!(
                "`{}` is not async: its calls cannot be cancelled; remove `cancelled`",
                function.name()
            ),
        );
    }
}

fn count(found: &Arguments, errors: &mut Errors) -> u32 {
    let count = found.number("count", errors);
    if count == Some(0)
        && let Some(value) = found.tokens("count")
    {
        errors.add(
            value,
            "`count` is at least 1; to log no error, remove `#[log_exceptions]`",
        );
    }
    count.unwrap_or(0)
}

/// `None` where errors are passed on.
fn swallow(found: &Arguments, errors: &mut Errors) -> Option<Swallowed> {
    let reraise = found.flag("reraise", errors).unwrap_or(true);
    let default = value("default", found, errors);
    let instead = default
        .map(Instead::Value)
        .or_else(|| fallback(found, errors));
    if reraise {
        refuse_without_reraise(found, errors);
        return None;
    }
    Some(Swallowed {
        instead: instead.unwrap_or(Instead::Default),
        argument: if found.has("fallback") {
            Argument::Fallback
        } else {
            Argument::Default
        },
    })
}

/// `default` and `fallback` are about errors that are swallowed.
fn refuse_without_reraise(found: &Arguments, errors: &mut Errors) {
    if found.any_refused() {
        return;
    }
    for name in ["default", "fallback"] {
        if let Some((word, _)) = found.get(name) {
            errors.add(
                word,
                format!(
                    "`{name}` is what is returned where an error is swallowed, and here errors are \
                     passed on; add `reraise = false`, or remove it"
                ),
            );
        }
    }
}

/// `fallback = expr`, `fallback(expr)`, `fallback(with = path)`
fn fallback(found: &Arguments, errors: &mut Errors) -> Option<Instead> {
    let (word, given) = found.get("fallback")?;
    let group = match given {
        Given::Value(_) => {
            return value("fallback", found, errors).map(Instead::Value);
        }
        Given::List(group) => group,
        Given::Word | Given::Unnamed(_) => return None,
    };
    if group.stream().is_empty() {
        errors.add(
            word,
            "`fallback()` answers nothing; write `fallback(Vec::new())` or `fallback(with = \
             from_archive)`",
        );
        return None;
    }
    let inside = FALLBACK.read(group.stream(), errors);
    let with = fallback::with(&inside, "fallback(..)", errors).map(Instead::With);
    with.or_else(|| value("value", &inside, errors).map(Instead::Value))
}

/// An expression, which may be a text.
fn value(name: &str, found: &Arguments, errors: &mut Errors) -> Option<TokenStream> {
    let value = found.tokens(name)?;
    match syn::parse2::<syn::Expr>(value.clone()) {
        Ok(_) => Some(value.clone()),
        Err(error) => {
            errors.combine(error);
            None
        }
    }
}
