//! `#[cached]`: what was written (`grammar`, `foreign`, `written`), what it means (`model`, `naming`, `checks`), the tokens
//! (`expand`, `handle`).

mod batch;
mod behind;
mod checks;
mod expand;
pub(crate) mod foreign;
mod given;
mod grammar;
mod handle;
mod ladder;
mod model;
mod naming;
mod reach;
mod read;
mod strategy;
pub(crate) mod tags;
mod through;
mod written;

use proc_macro2::TokenStream;

use crate::args::Handle;
use crate::diagnostics::Errors;
use crate::function::Function;
use crate::stack::{Around, Context, Entry, Facts, Inner, Kind, Layer};

use model::{Means, Model};
use strategy::Strategy;
use written::Written;

/// Reads one `#[cached(..)]`.
pub(crate) fn layer(
    entry: &Entry,
    function: &Function,
    errors: &mut Errors,
) -> Option<Box<dyn Layer>> {
    let written = Written::parse(entry, errors);
    given::check(&written, function, errors);
    if let Strategy::WriteBehind(word) = &written.strategy {
        let model = behind::Model::new(entry, word, &written, function, errors)?;
        return Some(Box::new(model));
    }
    let model = Model::new(entry, written, function, errors)?;
    Some(Box::new(model))
}

impl Layer for Model {
    fn facts(&self) -> &Facts {
        &self.facts
    }

    fn kind(&self) -> Kind<'_> {
        Kind::Around(self)
    }

    fn handle(&self) -> Option<&Handle> {
        self.handle.as_ref()
    }

    fn companions(&self, context: &Context<'_>) -> TokenStream {
        if self.reads() {
            handle::expand(self, context)
        } else {
            TokenStream::new()
        }
    }
}

impl Around for Model {
    fn wrap(&self, context: &Context<'_>, inner: Inner) -> TokenStream {
        match &self.means {
            Means::Read => expand::expand(self, context, inner),
            Means::ReadMany(many) => batch::expand(self, many, context, inner),
            Means::WriteThrough(value) => through::expand(self, value.as_ref(), context, inner),
        }
    }

    fn repeats(&self) -> bool {
        matches!(self.means, Means::ReadMany(_))
    }

    /// A body that makes its future by itself may name the call's lifetimes, which one that goes on
    /// without the call cannot have: it is taken apart.
    fn borrows(&self) -> bool {
        self.ladder.is_owned() && self.makes_future
    }
}
