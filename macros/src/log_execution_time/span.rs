//! `span`: a span around each call, and around what is told of it.

use proc_macro2::{Span as Place, TokenStream};
use quote::quote_spanned;

use super::beside::Told;
use super::written::Written;
use crate::stack::{Context, Entry, Facts, Guard, Kind, Layer, Site};

/// The span of one function.
pub(super) struct Span {
    facts: Facts,
    told: Told,
    beneath: Vec<Box<dyn Layer>>,
}

impl Span {
    pub(super) fn new(entry: &Entry, written: &Written) -> Self {
        Self {
            facts: Facts::new(entry, written.allows_order),
            told: Told::new(written.level, written),
            beneath: Vec::new(),
        }
    }

    /// Around what else the attribute is.
    pub(super) fn above(mut self, mut timed: impl Layer + 'static) -> Self {
        let beside = timed.take_beside();
        self.beneath.push(Box::new(timed));
        self.beneath.extend(beside);
        self
    }
}

impl Layer for Span {
    fn facts(&self) -> &Facts {
        &self.facts
    }

    fn kind(&self) -> Kind<'_> {
        Kind::Guard(self)
    }

    fn take_beside(&mut self) -> Vec<Box<dyn Layer>> {
        std::mem::take(&mut self.beneath)
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
