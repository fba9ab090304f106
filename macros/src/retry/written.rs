//! What was written in `#[retry(..)]`.

use proc_macro2::{TokenStream, TokenTree};

use super::backoff::Backoff;
use super::grammar::GRAMMAR;
use crate::args::{Arguments, DurationValue, Errs, Handle, Least, fraction};
use crate::diagnostics::Errors;
use crate::stack::Entry;
use crate::tokens::single;

pub(super) struct Written {
    pub(super) attempts: Option<Attempts>,
    pub(super) backoff: Option<Backoff>,
    pub(super) budget: Option<f64>,
    pub(super) deadline: Option<DurationValue>,
    pub(super) errs: Option<Errs>,
    /// `if = |e| ..`
    pub(super) condition: Option<TokenStream>,
    pub(super) on_result: Option<TokenStream>,
    pub(super) after: Option<TokenStream>,
    pub(super) on_retry: Option<TokenStream>,
    pub(super) refusals: bool,
    pub(super) policy: Option<TokenStream>,
    pub(super) name: Option<String>,
    pub(super) handle: Option<Handle>,
    pub(super) allows_order: bool,
}

/// How many calls there are at most.
pub(super) enum Attempts {
    Known(u32, proc_macro2::Span),
    Expr(TokenStream),
}

impl Written {
    pub(super) fn parse(entry: &Entry, errors: &mut Errors) -> Self {
        let found = GRAMMAR.read(entry.args.clone(), errors);
        found.crate_path(errors);
        let mut code = |name: &str, example: &str| found.code(name, example, errors);
        let condition = code("if", "if = |e| e.is_transient()");
        let on_result = code("on_result", "on_result = |r| matches!(r, Ok(None))");
        let after = code("after", "after = |e| e.retry_after");
        let on_retry = code("on_retry", "on_retry = |e, attempt, delay| count(attempt)");
        let policy = code("policy", "policy = POLICY");
        Self {
            attempts: attempts(&found, errors),
            backoff: Backoff::parse(&found, errors),
            budget: budget(&found, errors),
            deadline: found.duration(
                "deadline",
                Least::Positive("to set no deadline, remove it"),
                errors,
            ),
            errs: found.errs(errors),
            condition,
            on_result,
            after,
            on_retry,
            refusals: found.has("refusals"),
            policy,
            name: found.text("name", errors),
            handle: found.handle(errors),
            allows_order: found.allows("order", errors),
        }
    }
}

fn attempts(found: &Arguments, errors: &mut Errors) -> Option<Attempts> {
    let value = found.tokens("attempts")?;
    let Some(TokenTree::Literal(literal)) = single(value) else {
        if let Ok(syn::Expr::Unary(_)) = syn::parse2::<syn::Expr>(value.clone()) {
            errors.add(value, "a call is made at least once; write `attempts = 3`");
            return None;
        }
        return Some(Attempts::Expr(value.clone()));
    };
    let text = literal.to_string();
    let plain = text.replace('_', "");
    let message = match plain.strip_suffix("u32").unwrap_or(&plain).parse::<u32>() {
        Ok(0) => {
            "a call is made at least once; write `attempts = 3` for a call and two retries, or \
                  remove `#[retry]`"
                .to_owned()
        }
        Ok(1) => {
            "one attempt is the call itself, and nothing is retried; write `attempts = 2` for \
                  one retry, or remove `#[retry]`"
                .to_owned()
        }
        Ok(number) => return Some(Attempts::Known(number, literal.span())),
        Err(_) => {
            let number = text.trim_matches('"').parse::<u32>().unwrap_or(3);
            format!(
                "`attempts` is a whole number, the first call included; write `attempts = {number}`"
            )
        }
    };
    errors.add(&literal, message);
    None
}

fn budget(found: &Arguments, errors: &mut Errors) -> Option<f64> {
    let value = found.tokens("budget")?;
    let share = fraction("budget", value, errors)?;
    if share < 0.001 {
        errors.add(
            value,
            "the share of the calls that retries may be is at least 0.001; write `budget = 0.2`",
        );
        return None;
    }
    Some(share)
}
