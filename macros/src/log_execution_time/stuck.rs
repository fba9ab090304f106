//! `stuck = "30s"`: a call says once that it is not done.

use proc_macro2::{Span, TokenStream};
use quote::quote_spanned;

use super::beside::{STUCK, Told};
use super::written::Written;
use crate::args::{Arguments, DurationValue, Least};
use crate::diagnostics::Errors;
use crate::stack::{Context, Entry, Facts, Guard, Kind, Layer, Site};

/// What was written of it.
pub(super) struct Stuck {
    after: DurationValue,
}

impl Stuck {
    pub(super) fn read(found: &Arguments, errors: &mut Errors) -> Option<Self> {
        let least = Least::Positive("not to be told, remove `stuck`");
        let after = found.duration(STUCK.name, least, errors)?;
        Some(Self { after })
    }

    pub(super) fn layer(self, entry: &Entry, written: &Written) -> Box<dyn Layer> {
        Box::new(Alarm {
            facts: Facts::new(entry, true),
            after: self.after,
            told: Told::new(written.slow_level, written),
        })
    }
}

/// The alarm of one function.
struct Alarm {
    facts: Facts,
    after: DurationValue,
    told: Told,
}

impl Layer for Alarm {
    fn facts(&self) -> &Facts {
        &self.facts
    }

    fn kind(&self) -> Kind<'_> {
        Kind::Guard(self)
    }
}

impl Guard for Alarm {
    fn site(&self, context: &Context<'_>) -> Option<Site> {
        let at = Span::mixed_site();
        let private = context.paths.private();
        let source = self.told.source(context);
        let level = self.told.level.expand(&private);
        Some(Site {
            ty: quote_spanned!(at=> #private::log::StuckSite),
            init: quote_spanned!(at=> #private::log::StuckSite::new(#source, #level)),
        })
    }

    fn guard(&self, context: &Context<'_>, site: &TokenStream) -> TokenStream {
        let private = context.paths.private();
        let after = self.after.expand();
        let values = self.told.values(context, site);
        quote_spanned! {Span::mixed_site()=>
            #private::log::StuckGuard::new(#site, #after, #values)
        }
    }
}
