//! The tokens of `#[timeout]`.

use proc_macro2::{Span, TokenStream};
use quote::quote_spanned;

use crate::args::DurationValue;
use crate::stack::{Context, Site};

pub(super) fn site(name: Option<&str>, context: &Context<'_>) -> Site {
    let at = Span::mixed_site();
    let private = context.paths.private();
    let name = context.guard_name(name);
    Site {
        ty: quote_spanned!(at=> #private::guards::TimeoutSite),
        init: quote_spanned!(at=> #private::guards::TimeoutSite::new(#name)),
    }
}

pub(super) fn guard(
    span: &DurationValue,
    context: &Context<'_>,
    site: &TokenStream,
) -> TokenStream {
    let at = Span::mixed_site();
    let private = context.paths.private();
    let span = length(span, &private);
    let refuse = context.function.returns.refusal(context.paths);
    quote_spanned!(at=> #private::guards::TimeoutGuard::new(#site, #span, #refuse))
}

/// A span that is written out is part of the guard's type, and takes no room in the future.
fn length(span: &DurationValue, private: &TokenStream) -> TokenStream {
    let at = Span::mixed_site();
    if let DurationValue::Fixed(span, _) = span
        && let Ok(nanos) = u64::try_from(span.as_nanos())
    {
        return quote_spanned!(at=> #private::guards::Fixed::<#nanos>);
    }
    let span = span.expand();
    quote_spanned!(at=> #private::guards::Given::new(#span))
}
