//! The tokens of `#[bulkhead]`.

use proc_macro2::{Span, TokenStream};
use quote::quote_spanned;

use super::written::Policy;
use crate::paths::Paths;
use crate::stack::{Context, Control, Site};

pub(super) fn site(policy: &Policy, name: Option<&str>, context: &Context<'_>) -> Site {
    let at = Span::mixed_site();
    let private = context.paths.private();
    let name = context.guard_name(name);
    let calls = policy.calls.expand();
    let queue = policy.queue.as_ref().map(|queue| {
        let queue = queue.expand();
        quote_spanned!(at=> .queue(#queue))
    });
    let wait = policy.wait.as_ref().map(|wait| {
        let wait = wait.expand();
        quote_spanned!(at=> .wait(#wait))
    });
    Site {
        ty: quote_spanned!(at=> #private::guards::BulkheadSite),
        init: quote_spanned! {at=>
            #private::guards::BulkheadSite::new(
                || #private::guards::Bulkhead::builder(#calls).name(#name) #queue #wait
            )
        },
    }
}

pub(super) fn guard(context: &Context<'_>, site: &TokenStream) -> TokenStream {
    let at = Span::mixed_site();
    let private = context.paths.private();
    let refuse = context.function.returns.refusal(context.paths);
    quote_spanned!(at=> #private::guards::BulkheadGuard::new(#site, #refuse))
}

pub(super) fn control(paths: &Paths) -> Control {
    let private = paths.private();
    Control {
        name: "bulkhead",
        ty: quote_spanned!(Span::mixed_site()=> #private::guards::Bulkhead),
    }
}
