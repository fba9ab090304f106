//! The tokens of `#[log_execution_time]`.

use proc_macro2::{Span, TokenStream};
use quote::quote_spanned;

use super::written::Written;
use crate::log::source;
use crate::stack::{Context, Site};

pub(super) fn site(written: &Written, context: &Context<'_>) -> Site {
    let at = Span::mixed_site();
    let private = context.paths.private();
    let source = source(context, written.target.as_deref(), &[]);
    let level = written.level.expand(&private);
    Site {
        ty: quote_spanned!(at=> #private::log::TimeSite),
        init: quote_spanned!(at=> #private::log::TimeSite::new(#source, #level)),
    }
}

pub(super) fn guard(written: &Written, context: &Context<'_>, site: &TokenStream) -> TokenStream {
    let at = Span::mixed_site();
    let private = context.paths.private();
    let meter = written.metrics.meter(context, false);
    let ret = context.function.returns.nameable();
    quote_spanned! {at=>
        #private::log::TimeGuard::new(#site, |__answer: &#ret| {
            use #private::log::told_apart::*;
            (&&Answered(__answer)).outcome()
        }, #meter)
    }
}
