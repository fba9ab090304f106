//! `stuck = "30s"`: a call says once that it is not done.

use proc_macro2::{Span, TokenStream};
use quote::quote_spanned;

use super::beside::{STUCK, Shared};
use crate::args::{Arguments, DurationValue, Least};
use crate::diagnostics::Errors;
use crate::log::source;
use crate::stack::{Context, Entry, Facts, Guard, Kind, Layer, Site};

/// What was written of it.
pub(super) struct Stuck {
    after: DurationValue,
    shared: Shared,
}

impl Stuck {
    pub(super) fn read(found: &Arguments, shared: &Shared, errors: &mut Errors) -> Option<Self> {
        let least = Least::Positive("not to be told, remove `stuck`");
        let after = found.duration(STUCK.name, least, errors)?;
        Some(Self {
            after,
            shared: shared.clone(),
        })
    }

    pub(super) fn layer(self, entry: &Entry) -> Box<dyn Layer> {
        Box::new(Alarm {
            facts: Facts::new(entry, true),
            stuck: self,
        })
    }
}

/// The alarm of one function.
struct Alarm {
    facts: Facts,
    stuck: Stuck,
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
        let Shared {
            slow_level, target, ..
        } = &self.stuck.shared;
        let source = source(context, target.as_deref(), &[]);
        let level = slow_level.expand(&private);
        Some(Site {
            ty: quote_spanned!(at=> #private::log::StuckSite),
            init: quote_spanned!(at=> #private::log::StuckSite::new(#source, #level)),
        })
    }

    fn guard(&self, context: &Context<'_>, site: &TokenStream) -> TokenStream {
        let private = context.paths.private();
        let after = self.stuck.after.expand();
        quote_spanned!(Span::mixed_site()=> #private::log::StuckGuard::new(#site, #after))
    }
}
