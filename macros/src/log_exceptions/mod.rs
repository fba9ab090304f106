//! `#[log_exceptions]`.

mod expand;
mod grammar;
mod skip;
mod swallow;
mod written;

use proc_macro2::TokenStream;

use crate::args::Handle;
use crate::diagnostics::Errors;
use crate::fallback::Instead;
use crate::function::Function;
use crate::stack::{Context, Entry, Facts, Guard, Kind, Layer, Site};

use swallow::Swallow;
use written::Written;

/// What `#[log_exceptions(..)]` on one function means: what tells of failures.
struct Model {
    facts: Facts,
    written: Written,
}

/// Reads one `#[log_exceptions(..)]`.
pub(crate) fn layer(
    entry: &Entry,
    function: &Function,
    errors: &mut Errors,
) -> Option<Box<dyn Layer>> {
    let before = errors.len();
    let written = Written::parse(entry, errors);
    check(&written, entry, function, errors);
    if errors.len() > before {
        return None;
    }
    Some(layers(written, entry, function))
}

fn layers(mut written: Written, entry: &Entry, function: &Function) -> Box<dyn Layer> {
    let facts = || Facts::new(entry, written.allows_order);
    let swallow = written.swallow.as_ref().map(|_| facts());
    let facts = facts();
    let Some((above, instead)) = swallow.zip(written.swallow.take()) else {
        return Box::new(Model { facts, written });
    };
    let panics = written.panics.is_some();
    let swallow = Swallow {
        facts: above,
        borrows: instead.needs_arguments(function),
        instead,
        answers: swallow::answers(written.errs.as_ref()),
        panics,
        fallible: !panics || function.returns.is_named_result(),
        guard: None,
    };
    // The guard knows that errors end above it.
    written.swallow = Some(Instead::Default);
    Box::new(Swallow {
        guard: Some(Box::new(Model { facts, written })),
        ..swallow
    })
}

/// What is wrong with the arguments together, or on this function.
fn check(written: &Written, entry: &Entry, function: &Function, errors: &mut Errors) {
    refuse_no_result(written, entry, function, errors);
    let Some(instead) = &written.swallow else {
        return;
    };
    let title = match entry_has(entry, "default") {
        true => "default = ..",
        false => "fallback(..)",
    };
    let by_default = title.starts_with("default");
    let in_place = |inside: &str| match by_default {
        true => format!("default = {inside}"),
        false => format!("fallback({inside})"),
    };
    instead.check(title, in_place, function, errors);
    if let (Instead::With(with), Some(_)) = (instead, &written.panics) {
        errors.add(
            with,
            "with `panics`, a panic is swallowed too, and it has no error to pass on; write \
             `default = ..` with a value",
        );
    }
}
