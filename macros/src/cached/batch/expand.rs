//! The tokens of `#[cached(batch(ids -> id))]`: a loop around the body, which is called with what
//! is missing.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{quote, quote_spanned};

use super::Many;
use crate::cached::expand::{forgotten, keep, plan, shape, site, times};
use crate::cached::model::Model;
use crate::key;
use crate::manager::manager;
use crate::stack::{Context, Inner};
use crate::tokens::{first_span, ours};

/// How many ids one call of the body takes where nothing is said.
const MOST: u32 = 1_000;

pub(in crate::cached) fn expand(
    model: &Model,
    many: &Many,
    context: &Context<'_>,
    inner: Inner,
) -> TokenStream {
    let Context {
        function,
        paths,
        depth,
        ..
    } = *context;
    let site = Span::mixed_site();
    let private = paths.private();
    let statics = self::site(model, function, paths);
    let shape = shape(model, function, paths);
    let plan = plan(model, function, paths);
    let forgotten = forgotten(&model.unnamed, paths);
    let manager = manager(model.cache.as_ref(), paths);
    let (times, keep) = (times(model, paths), keep(model, paths));
    let (ids, one) = (&many.ids, &many.one);
    let key = key::render(&model.key, paths, &quote_spanned!(site=> || ()), depth + 2);
    let most = usize::try_from(many.most.unwrap_or(MOST)).unwrap_or(usize::MAX);

    let returns = ours(function.returns.span());
    let at_returns = paths.private_at(returns);
    let ret = function.returns.nameable();
    let fault = quote_spanned!(returns=> (&&#at_returns::batch::fault::<#ret>()).fault());
    let terms = quote_spanned!(returns=> #at_returns::batch::Terms::<#ret, _>);
    let argument = ours(first_span(&many.ty));
    let at_argument = paths.private_at(argument);
    let begin = quote_spanned!(argument=> #at_argument::batch::begin);

    let chunk = Ident::new("__ids", site);
    let rebound = many.rebound(&chunk);
    let body = inner.borrowing_future(context);
    quote_spanned! {site=>
        #statics
        let __shape = #shape;
        #forgotten
        let mut __batch = {
            let __plan = #plan;
            let __fault = {
                use #private::autoref::*;
                #fault
            };
            let __terms = #terms {
                plan: __plan,
                fault: __fault,
                times: #times,
                keep: #keep,
                most: #most,
            };
            #begin(&__SITE, #manager, __terms, &#ids, |#one| #key)
        };
        while let ::core::option::Option::Some(#chunk) = __batch.next().await {
            let __ret = {
                #rebound
                __batch.run(#body).await
            };
            if let ::core::ops::ControlFlow::Break(__failed) = __batch.loaded(__ret) {
                return __failed;
            }
        }
        __batch.finish()
    }
}

/// A handle is given one id, and the key names a reference to it.
pub(in crate::cached) fn by_reference(many: &Many) -> TokenStream {
    let one = &many.one;
    quote!(let #one = &#one;)
}
