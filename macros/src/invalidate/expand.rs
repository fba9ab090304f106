//! The tokens of `#[invalidate]`: keys before the body, the removal behind it.

use proc_macro2::{Span, TokenStream};
use quote::quote_spanned;

use super::{Model, glob};
use crate::key;
use crate::manager::manager;
use crate::stack::{Context, Inner};
use crate::tokens::ours;

pub(super) fn expand(model: &Model, context: &Context<'_>, inner: Inner) -> TokenStream {
    let Context {
        function,
        paths,
        depth,
        ..
    } = *context;
    let site = Span::mixed_site();
    let private = paths.private();
    let name = function.full_name();
    let here = quote_spanned!(site=> || ());
    let keys = model.keys.iter().map(|plan| {
        let key = key::render(plan, paths, &here, depth + 1);
        quote_spanned!(site=> #private::KeyBuf::finish(#key))
    });
    let tags = model.tags.iter().map(|plan| {
        let tag = key::render(plan, paths, &here, depth + 1);
        quote_spanned!(site=> #private::KeyBuf::finish(#tag))
    });
    let tags = (!model.tags.is_empty()).then(|| quote_spanned!(site=> .tags([#(#tags),*])));
    let pattern = model.pattern.as_ref().map(|parts| {
        let pattern = glob::expand(parts, paths, &here, depth + 1);
        quote_spanned!(site=> .pattern(#pattern))
    });
    let manager = manager(model.cache.as_ref(), paths);
    let at = ours(function.returns.span());
    let ret = function.returns.nameable();
    let (body, run) = if function.is_async() {
        let body = inner.future(context);
        (
            quote_spanned!(site=> #body.await),
            quote_spanned!(site=> __removal.run().await),
        )
    } else {
        let body = inner.closure(context);
        (
            quote_spanned!(site=> #private::call(#body)),
            quote_spanned!(site=> __removal.run_blocking()),
        )
    };
    let outcome = if model.always {
        quote_spanned! {site=>
            #run;
            __result
        }
    } else {
        let ending = quote_spanned!(at=> (&&__probe).ending());
        quote_spanned! {site=>
            let (__probe, __result) = #private::EndingProbe::of(__result);
            let __ending = {
                use #private::autoref::*;
                #ending
            };
            let __kept = match #private::Ending::split(__ending, __result) {
                ::core::ops::ControlFlow::Continue(__kept) => __kept,
                ::core::ops::ControlFlow::Break(__failed) => {
                    __removal.dismiss();
                    return __failed;
                }
            };
            #run;
            #private::Ending::join(__ending, __kept)
        }
    };
    quote_spanned! {site=>
        static __SITE: #private::Site = #private::Site::new(#private::SiteSpec::of(#name));
        let __removal = #private::Removal::new(&__SITE, #manager, [#(#keys),*]) #tags #pattern;
        let __result: #ret = #body;
        #outcome
    }
}
