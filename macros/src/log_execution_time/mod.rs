//! `#[log_execution_time]`.

mod beside;
mod expand;
mod grammar;
mod impl_block;
mod ret;
mod slow;
mod span;
mod stream;
mod stuck;
mod written;

use proc_macro2::TokenStream;

use crate::args::Handle;
use crate::diagnostics::Errors;
use crate::function::Function;
use crate::stack::{Context, Entry, Facts, Guard, Kind, Layer, Site};

use written::Written;

pub(crate) use impl_block::expand as on_impl;

/// What `#[log_execution_time(..)]` on one function means.
struct Model {
    facts: Facts,
    written: Written,
    /// What stands beneath.
    beside: Vec<Box<dyn Layer>>,
}

/// Reads one `#[log_execution_time(..)]`.
pub(crate) fn layer(
    entry: &Entry,
    function: &Function,
    errors: &mut Errors,
) -> Option<Box<dyn Layer>> {
    let before = errors.len();
    let (mut written, mut beside) = Written::parse(entry, function, errors);
    ret::check(&mut written, function, errors);
    if errors.len() > before {
        return None;
    }
    if let Some(stream) = beside.take_stream(entry, &written) {
        return Some(stream);
    }
    let span = beside.take_span(entry, &written);
    let timed = Model {
        facts: Facts::new(entry, written.allows_order),
        beside: beside.layers(entry, &written),
        written,
    };
    Some(match span {
        Some(span) => Box::new(span.above(timed)),
        None => Box::new(timed),
    })
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

    fn take_beside(&mut self) -> Vec<Box<dyn Layer>> {
        std::mem::take(&mut self.beside)
    }
}

impl Guard for Model {
    fn site(&self, context: &Context<'_>) -> Option<Site> {
        Some(expand::site(&self.written, context))
    }

    fn guard(&self, context: &Context<'_>, site: &TokenStream) -> TokenStream {
        expand::guard(&self.written, context, site)
    }
}
