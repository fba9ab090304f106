//! What a read falls back on: reloads before the end, stale values, time-outs of the load, jitter.

use proc_macro2::{Ident, TokenStream};

use super::strategy::Strategy;
use crate::args::{
    Arguments, DurationValue, Form, Grammar, Known, Least, Others, fraction, one_of_forms,
};
use crate::diagnostics::Errors;
use crate::tokens::source;

/// Who runs the body again.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Reload {
    Background,
    Caller,
}

const RELOADS: &[(&str, Reload)] = &[
    ("background", Reload::Background),
    ("caller", Reload::Caller),
];

const OTHER_RELOADS: Others = &[
    (&["async", "spawn", "task", "lazy"], "reload = background"),
    (
        &["sync", "inline", "foreground", "blocking"],
        "reload = caller",
    ),
];

/// When an entry is loaded again although its time has not ended.
#[derive(Clone, Copy)]
pub(super) enum Early {
    At(f64),
    Xfetch(f64),
}

/// A span, and the name of the argument that gives it.
pub(super) struct Named {
    pub(super) name: Ident,
    pub(super) span: DurationValue,
}

/// Arguments about entries that are near their end or beyond it.
#[derive(Default)]
pub(super) struct Ladder {
    pub(super) reload: Option<(Reload, Ident)>,
    /// With the word that says so.
    pub(super) early: Option<(Early, Ident)>,
    pub(super) while_revalidate: Option<Named>,
    pub(super) if_error: Option<Named>,
    pub(super) retry_after: Option<Named>,
    pub(super) soft: Option<Named>,
    pub(super) hard: Option<Named>,
    pub(super) jitter: Option<(f64, Ident)>,
}

const XFETCH: Grammar = Grammar {
    title: "`xfetch`",
    known: &[Known {
        name: "beta",
        form: Form::Value,
        example: "beta = 1.0",
    }],
    foreign: &[],
    exclusive: &[],
    positional: None,
};

/// From this share of its ttl on an entry is loaded again, unless `at` is written.
const AT: f64 = 0.8;
/// The largest share of a ttl that chance may take away.
const MOST_JITTER: f64 = 0.5;

impl Ladder {
    pub(super) fn parse(found: &Arguments, strategy: &Strategy, errors: &mut Errors) -> Self {
        let mut named = |name: &str, least: Least| {
            let span = found.duration(name, least, errors)?;
            let (name, _) = found.get(name)?;
            Some(Named {
                name: name.clone(),
                span,
            })
        };
        let remove = Least::Millisecond("remove it");
        let positive = Least::Positive("remove it");
        let (while_revalidate, if_error) = (
            named("stale_while_revalidate", remove),
            named("stale_if_error", remove),
        );
        let (retry_after, soft, hard) = (
            named("retry_after", positive),
            named("soft_timeout", positive),
            named("hard_timeout", positive),
        );
        Self {
            reload: found.choice_or("reload", RELOADS, OTHER_RELOADS, errors),
            early: early(found, strategy, errors),
            while_revalidate,
            if_error,
            retry_after,
            soft,
            hard,
            jitter: jitter(found, errors),
        }
    }

    /// Whether an entry can be loaded again while it answers.
    pub(super) fn reloads(&self) -> bool {
        self.early.is_some() || self.while_revalidate.is_some()
    }

    /// Whether a load may go on without its caller, so that its body must borrow nothing.
    pub(super) fn is_owned(&self) -> bool {
        let in_caller = matches!(self.reload, Some((Reload::Caller, _)));
        self.soft.is_some() || (self.reloads() && !in_caller)
    }
}

fn early(found: &Arguments, strategy: &Strategy, errors: &mut Errors) -> Option<(Early, Ident)> {
    let ahead = match strategy {
        Strategy::RefreshAhead(word) => {
            Some((Early::At(at(&word.arguments, errors)), word.word.clone()))
        }
        _ => None,
    };
    let Some(value) = found.tokens("early") else {
        return ahead;
    };
    let forms = [("xfetch", &XFETCH)];
    let called = one_of_forms("early", value, &forms, "early = xfetch", errors)?;
    if ahead.is_some() {
        errors.add(
            &called.word,
            "`strategy = refresh_ahead` says already when an entry is loaded again; remove one of \
             the two",
        );
        return ahead;
    }
    Some((Early::Xfetch(beta(&called.arguments, errors)), called.word))
}

fn at(arguments: &Arguments, errors: &mut Errors) -> f64 {
    let Some(value) = arguments.tokens("at") else {
        return AT;
    };
    match fraction("at", value, errors) {
        Some(at) if at <= 0.0 || at >= 1.0 => {
            errors.add(
                value,
                "`at` is a share of the ttl between 0 and 1, from which on an entry is loaded \
                 again; write `at = 0.8`",
            );
            AT
        }
        Some(at) => at,
        None => AT,
    }
}

fn beta(arguments: &Arguments, errors: &mut Errors) -> f64 {
    const ONE: f64 = 1.0;
    let Some(value) = arguments.tokens("beta") else {
        return ONE;
    };
    match source(value).replace('_', "").parse::<f64>() {
        Ok(beta) if beta.is_finite() && beta > 0.0 => beta,
        _ => {
            errors.add(
                value,
                "`beta` is a number above 0, and larger ones reload earlier; write `beta = 1.0`",
            );
            ONE
        }
    }
}

fn jitter(found: &Arguments, errors: &mut Errors) -> Option<(f64, Ident)> {
    let value: &TokenStream = found.tokens("jitter")?;
    let share = fraction("jitter", value, errors)?;
    let (name, _) = found.get("jitter")?;
    if share > MOST_JITTER {
        errors.add(
            value,
            format!(
                "`jitter` is at most {MOST_JITTER}, because an entry lives for some time; write \
                 `jitter = {MOST_JITTER}`"
            ),
        );
        return None;
    }
    Some((share, name.clone()))
}
