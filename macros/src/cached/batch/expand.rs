//! The tokens of `#[cached(batch(ids -> id))]`: a loop around the body, which is called with what
//! is missing.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{quote, quote_spanned};

use super::Many;
use crate::cached::expand::{forgotten, keep, plan, site, times};
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
    let found = quote_spanned! {returns=>
        #at_returns::batch::Returned::found(#at_returns::batch::Returning::<#ret>::new())
    };
    let argument = ours(first_span(&many.ty));
    let at_argument = paths.private_at(argument);
    let asked = quote_spanned!(argument=> #at_argument::batch::Ids::ids(&#ids));
    let making = quote_spanned!(argument=> #at_argument::batch::Ids::making(&#ids));
    let matching =
        quote_spanned!(argument=> #at_argument::batch::Asked::matching(__many.of(#asked)));

    let chunk = Ident::new("__ids", site);
    let rebound = many.rebound(&chunk, &making);
    let body = inner.borrowing_future(context);
    quote_spanned! {site=>
        #statics
        let __many = #found;
        let __shape = __many.shape();
        #forgotten
        let mut __batch = {
            let __plan = #plan;
            let __fault = {
                use #private::autoref::*;
                (&&__many.fault()).fault()
            };
            let __terms = __many.terms(__plan, __fault, #times, #keep, #most);
            #matching.begin(&__SITE, #manager, __terms, |#one| #key)
        };
        while let ::core::option::Option::Some(#chunk) = __batch.next().await {
            let #chunk: ::std::vec::Vec<_> = #chunk;
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
