//! `#[retry]`: a call that failed is made again.

mod backoff;
mod expand;
mod grammar;
mod written;

use proc_macro2::TokenStream;

use crate::args::Handle;
use crate::diagnostics::Errors;
use crate::function::Function;
use crate::stack::{self, Context, Entry, Facts, Guard, Kind, Layer, Site};

use written::Written;

/// What one `#[retry(..)]` on one function means.
struct Model {
    facts: Facts,
    written: Written,
}

/// Reads one `#[retry(..)]`.
pub(crate) fn layer(
    entry: &Entry,
    function: &Function,
    errors: &mut Errors,
) -> Option<Box<dyn Layer>> {
    let before = errors.len();
    let written = Written::parse(entry, errors);
    stack::refuse_again(function, &entry.name, errors);
    (errors.len() == before).then(|| -> Box<dyn Layer> {
        Box::new(Model {
            facts: Facts::new(entry, written.allows_order),
            written,
        })
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
}

impl Guard for Model {
    fn site(&self, context: &Context<'_>) -> Option<Site> {
        Some(expand::site(&self.written, context))
    }

    fn guard(&self, context: &Context<'_>, site: &TokenStream) -> TokenStream {
        expand::guard(&self.written, context, site)
    }

    fn repeats(&self) -> bool {
        true
    }
}
