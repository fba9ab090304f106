//! `span`: a span around each call.

use proc_macro2::{Span as Place, TokenStream};
use quote::quote_spanned;

use super::beside::Told;
use super::written::Written;
use crate::stack::{Context, Entry, Facts, Guard, Kind, Layer, Site};

/// The span of one function.
pub(super) struct Span {
    facts: Facts,
    told: Told,
}

impl Span {
    pub(super) fn new(entry: &Entry, written: &Written) -> Self {
        Self {
            facts: Facts::new(entry, true),
            told: Told::new(written.level, written),
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
        let source = self.told.source(context);
        let level = self.told.level.expand(&private);
        Some(Site {
            ty: quote_spanned!(at=> #private::log::SpanSite),
            init: quote_spanned!(at=> #private::log::SpanSite::new(#source, #level)),
        })
    }

    fn guard(&self, context: &Context<'_>, site: &TokenStream) -> TokenStream {
        let private = context.paths.private();
        let values = self.told.values(context, site);
        quote_spanned!(Place::mixed_site()=> #private::log::SpanGuard::new(#site, #values))
    }
}
