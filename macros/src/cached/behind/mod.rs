//! `strategy = write_behind(..)`: the function is what takes changes to the user's store, and its
//! handle is what callers put them by.

mod expand;
mod form;
mod grammar;
mod model;
mod naming;
mod settings;

use proc_macro2::TokenStream;
use quote::quote_spanned;

use crate::args::Handle;
use crate::stack::{Around, Context, Facts, Inner, Kind, Layer};

pub(super) use grammar::{GRAMMAR, refuse_others};
pub(super) use model::Model;

impl Layer for Model {
    fn facts(&self) -> &Facts {
        &self.facts
    }

    fn kind(&self) -> Kind<'_> {
        Kind::Around(self)
    }

    fn handle(&self) -> Option<&Handle> {
        Some(&self.handle)
    }

    fn companions(&self, context: &Context<'_>) -> TokenStream {
        expand::expand(self, context)
    }
}

impl Around for Model {
    /// The function is what it was: the workers call it, and so may everybody.
    fn wrap(&self, context: &Context<'_>, inner: Inner) -> TokenStream {
        let body = inner.future(context);
        quote_spanned!(proc_macro2::Span::mixed_site()=> #body.await)
    }
}
