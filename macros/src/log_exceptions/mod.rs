//! `#[log_exceptions]`.

mod expand;
mod grammar;
mod hidden;
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
use written::{Swallowed, Written};

/// What `#[log_exceptions(..)]` on one function means: what tells of failures.
struct Model {
    facts: Facts,
    written: Written,
    /// Whether the errors that it tells of end above it.
    swallows: bool,
}

/// Reads one `#[log_exceptions(..)]`.
pub(crate) fn layer(
    entry: &Entry,
    function: &Function,
    errors: &mut Errors,
) -> Option<Box<dyn Layer>> {
    let before = errors.len();
    let written = Written::parse(entry, function, errors);
    if let Some(swallowed) = &written.swallow {
        check(swallowed, &written, function, errors);
    }
    (errors.len() == before).then(|| layers(written, entry, function))
}

/// The guard that tells of failures, and what swallows them around it.
fn layers(mut written: Written, entry: &Entry, function: &Function) -> Box<dyn Layer> {
    let facts = || Facts::new(entry, written.allows_order);
    let (above, facts) = (facts(), facts());
    let swallowed = written.swallow.take();
    let panics = written.panics;
    let answers = swallow::answers(written.errs.as_ref());
    let model = |swallows| Model {
        facts,
        written,
        swallows,
    };
    let Some(Swallowed { instead, .. }) = swallowed else {
        return Box::new(model(false));
    };
    Box::new(Swallow {
        facts: above,
        borrows: instead.needs_arguments(function),
        instead,
        answers,
        panics,
        fallible: !panics || function.returns.is_called_result(),
        guard: Some(Box::new(model(true))),
    })
}

/// What cannot be returned in place of an error, or of a panic.
fn check(swallowed: &Swallowed, written: &Written, function: &Function, errors: &mut Errors) {
    let Swallowed { instead, argument } = swallowed;
    let title = argument.of("..");
    instead.check(&title, |inside| argument.of(inside), function, errors);
    if let (Instead::With(with), true) = (instead, written.panics) {
        errors.add(
            with,
            "with `panics`, panics are swallowed, too, and have no error for this function; write a \
             value, such as `default = Vec::new()`",
        );
    }
}

impl Layer for Model {
    fn facts(&self) -> &Facts {
        &self.facts
    }

    fn kind(&self) -> Kind<'_> {
        Kind::Guard(self)
    }

    fn handle(&self) -> Option<&Handle> {
        self.written.handle.as_ref()
    }
}

impl Guard for Model {
    fn site(&self, context: &Context<'_>) -> Option<Site> {
        Some(expand::site(self, context))
    }

    fn guard(&self, context: &Context<'_>, site: &TokenStream) -> TokenStream {
        expand::guard(&self.written, context, site)
    }
}
