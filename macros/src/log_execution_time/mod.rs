//! `#[log_execution_time]`.

mod expand;
mod grammar;
mod ret;
mod written;

use proc_macro2::TokenStream;

use crate::args::Handle;
use crate::diagnostics::Errors;
use crate::function::Function;
use crate::stack::{Context, Entry, Facts, Guard, Kind, Layer, Site};

use written::Written;

/// What `#[log_execution_time(..)]` on one function means.
struct Model {
    facts: Facts,
    written: Written,
}

/// Reads one `#[log_execution_time(..)]`.
pub(crate) fn layer(
    entry: &Entry,
    function: &Function,
    errors: &mut Errors,
) -> Option<Box<dyn Layer>> {
    let before = errors.len();
    let written = Written::parse(entry, function, errors);
    ret::check(&written, function, errors);
    (errors.len() == before).then(|| {
        Box::new(Model {
            facts: Facts::new(entry, written.allows_order),
            written,
        }) as Box<dyn Layer>
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
}
