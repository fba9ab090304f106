//! `span`: a span around each call.

use proc_macro2::{Span as Place, TokenStream};
use quote::quote_spanned;

use super::beside::Shared;
use crate::log::source;
use crate::stack::{Context, Entry, Facts, Guard, Kind, Layer, Site};

/// The span of one function.
pub(super) struct Span {
    facts: Facts,
    shared: Shared,
}

impl Span {
    pub(super) fn new(entry: &Entry, shared: &Shared) -> Self {
        Self {
            facts: Facts::new(entry, true),
            shared: shared.clone(),
        }
    }
}

impl Layer for Span {
    fn facts(&self) -> &Facts {
        &self.facts
    }

    fn kind(&self) -> Kind<'_> {
        Kind::Guard(self)
    }
}

impl Guard for Span {
    fn site(&self, context: &Context<'_>) -> Option<Site> {
        let at = Place::mixed_site();
        let private = context.paths.private();
        let source = source(context, self.shared.target.as_deref(), &[]);
        let level = self.shared.level.expand(&private);
        Some(Site {
            ty: quote_spanned!(at=> #private::log::SpanSite),
            init: quote_spanned!(at=> #private::log::SpanSite::new(#source, #level)),
        })
    }

    fn guard(&self, context: &Context<'_>, site: &TokenStream) -> TokenStream {
        let private = context.paths.private();
        quote_spanned!(Place::mixed_site()=> #private::log::SpanGuard::new(#site))
    }
}
