//! The tokens of `#[hedge]`: a loop that starts one attempt after another.

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote_spanned;

use super::Model;
use crate::stack::{Context, Inner};

pub(super) fn expand(model: &Model, context: &Context<'_>, inner: Inner) -> TokenStream {
    let Context {
        function, paths, ..
    } = *context;
    let site = Span::mixed_site();
    let private = paths.private();
    let name = context.guard_name(model.name.as_deref());
    let (after, max) = (model.after.expand(), model.max);
    let at = function.returns.span();
    let ret = function.returns.nameable();
    let fallible = function.returns.fallible(paths);
    let result = Ident::new("__result", site);
    let error = quote_spanned!(at=> #fallible::error(#result));
    let attempt = inner.borrowing_future(context);
    quote_spanned! {site=>
        static __SITE: #private::guards::HedgeSite = #private::guards::HedgeSite::new(#name);
        let mut __all = ::core::pin::pin!(#private::guards::hedged(
            &__SITE,
            #after,
            #max,
            |__result: &#ret| match #error {
                ::core::option::Option::None => #private::guards::Verdict::Won,
                ::core::option::Option::Some(__error) => {
                    use #private::guards::autoref::*;
                    match (&&&#private::guards::RefusedProbe::of(__error)).refusal(__error) {
                        ::core::option::Option::Some(_) => #private::guards::Verdict::Refused,
                        ::core::option::Option::None => #private::guards::Verdict::Failed,
                    }
                }
            },
        ));
        loop {
            __all.as_mut().start(#attempt);
            if let ::core::ops::ControlFlow::Break(__answer) = __all.as_mut().next().await {
                break __answer;
            }
        }
    }
}
