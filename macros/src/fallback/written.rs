//! What was written in `#[fallback(..)]`.

use proc_macro2::TokenTree;

use super::grammar::GRAMMAR;
use super::{Answers, Instead, instead};
use crate::args::{Arguments, Handle};
use crate::diagnostics::Errors;
use crate::stack::Entry;
use crate::tokens::{is_punct, single};

pub(super) struct Written {
    pub(super) instead: Option<Instead>,
    pub(super) answers: Answers,
    pub(super) name: Option<String>,
    pub(super) handle: Option<Handle>,
    pub(super) allows_order: bool,
}

impl Written {
    pub(super) fn parse(entry: &Entry, errors: &mut Errors) -> Self {
        let found = GRAMMAR.read(entry.args.clone(), errors);
        if !found.has("value") && !found.has("with") && !found.any_refused() {
            errors.add(
                &entry.name,
                "`#[fallback]` needs what is returned after an `Err`: a value, \
                 `#[fallback(Price::unknown())]`, or a function, \
                 `#[fallback(with = price_of_yesterday)]`",
            );
        }
        found.crate_path(errors);
        let with = instead::with(&found, "#[fallback(..)]", errors).map(Instead::With);
        Self {
            instead: with.or_else(|| value(&found, errors)),
            answers: answers(&found, errors),
            name: found.text("name", errors),
            handle: found.handle(errors),
            allows_order: found.allows("order", errors),
        }
    }
}

/// The expression.
fn value(found: &Arguments, errors: &mut Errors) -> Option<Instead> {
    let value = found.tokens("value")?;
    let first = value.clone().into_iter().next();
    if is_punct(first.as_ref(), '|') {
        errors.add(
            value,
            "`#[fallback(..)]` takes the value itself, which is made only when it is needed; a \
             function of the arguments and the error is `with = path`",
        );
        return None;
    }
    match syn::parse2::<syn::Expr>(value.clone()) {
        Ok(_) => Some(Instead::Value(value.clone())),
        Err(error) => {
            errors.combine(error);
            None
        }
    }
}

fn answers(found: &Arguments, errors: &mut Errors) -> Answers {
    if let Some(rule) = found.code("if", "if = |error| error.is_transient()", errors) {
        if let Some(TokenTree::Ident(word)) = single(&rule)
            && (word == "true" || word == "false")
        {
            errors.add(
                &word,
                "`if` takes a closure of the error: `if = |error| error.is_transient()`",
            );
        }
        return Answers::If(rule);
    }
    match found.errs(errors) {
        Some(errs) => Answers::Matching(errs),
        None => Answers::All,
    }
}
