//! `#[cached]`: what was written (`written`), what it means (`model`, `naming`, `checks`), the tokens
//! (`expand`, `handle`).

mod checks;
mod expand;
mod grammar;
mod handle;
mod model;
mod naming;
mod written;

use proc_macro2::TokenStream;

use crate::diagnostics::Errors;
use crate::function::Function;
use crate::stack::{Context, Entry, Facts, Inner, Layer};

use model::Model;
use written::Written;

/// Reads one `#[cached(..)]`.
pub(crate) fn layer(
    entry: &Entry,
    function: &Function,
    errors: &mut Errors,
) -> Option<Box<dyn Layer>> {
    let written = Written::parse(entry, errors);
    let model = Model::new(entry, written, function, errors)?;
    Some(Box::new(model))
}

impl Layer for Model {
    fn facts(&self) -> &Facts {
        &self.facts
    }

    fn wrap(&self, context: &Context<'_>, inner: Inner) -> TokenStream {
        expand::expand(self, context, inner)
    }

    fn companions(&self, context: &Context<'_>) -> TokenStream {
        handle::expand(self, context)
    }
}
