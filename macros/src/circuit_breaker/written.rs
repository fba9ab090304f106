//! What was written in `#[circuit_breaker(..)]`.

use proc_macro2::TokenStream;

use super::grammar::{FALLBACK, GRAMMAR};
use super::rules::{Count, Rules, count};
use crate::args::{Arguments, DurationValue, Errs, Given, Handle, Least};
use crate::diagnostics::Errors;
use crate::key::Source;
use crate::stack::Entry;
use crate::tokens::{bare, source};

pub(super) struct Written {
    pub(super) rules: Rules,
    /// A policy that is an expression, in the place of rules.
    pub(super) policy: Option<TokenStream>,
    pub(super) judgement: Judgement,
    pub(super) keyed: Option<Keyed>,
    pub(super) name: Option<String>,
    pub(super) fallback: Option<Fallback>,
    pub(super) handle: Option<Handle>,
    pub(super) allows_order: bool,
}

/// What a result counts as.
#[derive(Default)]
pub(super) struct Judgement {
    pub(super) ignore: Option<TokenStream>,
    pub(super) fail_if: Option<TokenStream>,
    pub(super) errs: Option<Errs>,
    /// Whether what a guard below refused counts, too.
    pub(super) refusals: bool,
}

/// A circuit for each key.
pub(super) struct Keyed {
    pub(super) key: Source,
    pub(super) max_keys: Option<Count>,
    pub(super) idle: Option<DurationValue>,
}

/// What answers in the place of a rejection.
pub(super) enum Fallback {
    /// An expression of the value of `Ok`.
    Value(TokenStream),
    /// A function of the arguments and the rejection.
    With(TokenStream),
}

impl Written {
    pub(super) fn parse(entry: &Entry, errors: &mut Errors) -> Self {
        let found = GRAMMAR.read(entry.args.clone(), errors);
        found.crate_path(errors);
        Self {
            rules: Rules::parse(&found, errors),
            policy: found.policy("BreakerPolicy", errors),
            judgement: Judgement {
                ignore: found.code("ignore", "ignore = |error| error.is_client()", errors),
                fail_if: found.code("fail_if", "fail_if = |result| result.is_err()", errors),
                errs: found.errs(errors),
                refusals: found.has("refusals"),
            },
            keyed: keyed(&found, errors),
            name: found.text("name", errors),
            fallback: fallback(&found, errors),
            handle: found.handle(errors),
            allows_order: found.allows("order", errors),
        }
    }
}

fn keyed(found: &Arguments, errors: &mut Errors) -> Option<Keyed> {
    let max_keys = count("max_keys", found, errors);
    let idle = found.duration(
        "idle",
        Least::Positive("a key is kept for some time"),
        errors,
    );
    let Some(key) = found.tokens("key") else {
        for argument in ["max_keys", "idle"] {
            if let Some((ident, _)) = found.get(argument)
                && !found.any_refused()
            {
                errors.add(
                    ident,
                    format!(
                        "`{argument}` is about circuits by key, and there is no key; add `key = \
                         \"{{host}}\"`"
                    ),
                );
            }
        }
        return None;
    };
    Some(Keyed {
        key: Source::parse(key, errors)?,
        max_keys,
        idle,
    })
}

/// `fallback = expr`, `fallback(expr)`, `fallback(with = path)`
fn fallback(found: &Arguments, errors: &mut Errors) -> Option<Fallback> {
    let (word, given) = found.get("fallback")?;
    let group = match given {
        Given::Value(value) => {
            let value = value.clone();
            return match syn::parse2::<syn::Expr>(value.clone()) {
                Ok(_) => Some(Fallback::Value(value)),
                Err(error) => {
                    errors.combine(error);
                    None
                }
            };
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
    if let Some(path) = inside.tokens("with") {
        if syn::parse2::<syn::Path>(bare(path.clone())).is_err() {
            errors.add(
                path,
                format!(
                    "`with` takes the path of a function; for a value write `fallback({})`",
                    source(path)
                ),
            );
            return None;
        }
        return Some(Fallback::With(path.clone()));
    }
    inside.tokens("value").cloned().map(Fallback::Value)
}
