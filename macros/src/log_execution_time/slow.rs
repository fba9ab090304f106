//! `slow = "250ms"` and `slow_level = warn`.

use proc_macro2::{Ident, TokenStream, TokenTree};

use super::beside::STUCK;
use crate::args::{Arguments, DurationValue, Least};
use crate::diagnostics::Errors;
use crate::function::Function;
use crate::log::Level;
use crate::tokens::{is_punct, unraw};

pub(super) fn level(level: Level, found: &Arguments, errors: &mut Errors) -> Level {
    let written = Level::read("slow_level", found, errors);
    if let (Some(slow_level), Some(value)) = (written, found.tokens("slow_level"))
        && slow_level < level
    {
        errors.add(
            value,
            format!(
                "a slow call would be told at `{}`, more quietly than any other; write `slow_level = {}`",
                slow_level.word(),
                level.word()
            ),
        );
    }
    written.unwrap_or(level.max(Level::Warn))
}

pub(super) fn read(
    level: Level,
    found: &Arguments,
    function: &Function,
    errors: &mut Errors,
) -> Option<(DurationValue, Level)> {
    let (word, _) = match (found.get("slow"), found.get("slow_level")) {
        (None, Some((word, _))) if !found.any_refused() && !found.has("stuck") => {
            errors.add(
                word,
                "from when on a call is slow is not said; write `slow = \"250ms\"` beside it",
            );
            return None;
        }
        (slow, _) => slow?,
    };
    let least = Least::Positive("where every call is to be told at another level, write `level`");
    let duration = found.duration(&word.to_string(), least, errors)?;
    if let DurationValue::Expr(expression) = &duration {
        refuse_what_varies(expression, function, errors);
    }
    refuse_stuck_before(&duration, found, errors);
    Some((duration, level))
}

/// It is kept for all calls, in a `static`, which knows no arguments and no types of the function.
fn refuse_what_varies(expression: &TokenStream, function: &Function, errors: &mut Errors) {
    let mut before: Option<TokenTree> = None;
    for tree in expression.clone() {
        let follows = |mark| is_punct(before.as_ref(), mark);
        match &tree {
            TokenTree::Ident(name) if !follows('.') && !follows(':') => {
                if let Some(message) = varies(name, function) {
                    errors.add(name, message);
                    return;
                }
            }
            TokenTree::Group(group) => refuse_what_varies(&group.stream(), function, errors),
            _ => {}
        }
        before = Some(tree);
    }
}

fn varies(name: &Ident, function: &Function) -> Option<String> {
    let text = unraw(name);
    if text == "Self" {
        return Some(
            "`slow` is kept for all calls, outside of the `impl`; name the type in the place of `Self`"
                .to_owned(),
        );
    }
    let is_generic = || {
        let mut parameters = function.sig.generics.params.iter();
        parameters.any(|parameter| match parameter {
            syn::GenericParam::Type(ty) => ty.ident == *name,
            syn::GenericParam::Const(value) => value.ident == *name,
            syn::GenericParam::Lifetime(_) => false,
        })
    };
    if text == "self" || function.binding(&text).is_some() {
        Some(format!(
            "`slow` is the same for all calls, and `{text}` is an argument; write a constant, such as \
             `slow = \"250ms\"`"
        ))
    } else if is_generic() {
        Some(format!(
            "`slow` is the same for all types, and `{text}` is a parameter; write a constant, such as \
             `slow = \"250ms\"`"
        ))
    } else {
        None
    }
}

/// A call that is not done would be told of before it is slow.
fn refuse_stuck_before(slow: &DurationValue, found: &Arguments, errors: &mut Errors) {
    let (Some(value), DurationValue::Fixed(slow, written)) = (found.tokens(STUCK.name), slow)
    else {
        return;
    };
    // What is wrong with it is told where it is read.
    let least = Least::Positive("");
    let stuck = found.duration(STUCK.name, least, &mut Errors::new());
    if let Some(DurationValue::Fixed(stuck, _)) = stuck
        && stuck < *slow
    {
        errors.add(
            value,
            format!(
                "a call would be told of as stuck before it is slow; write `stuck = {written}`, or more"
            ),
        );
    }
}
