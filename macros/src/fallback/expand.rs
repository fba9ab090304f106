//! The tokens of `#[fallback]`: the body, and what stands in for its error.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{quote, quote_spanned};

use super::written::Instead;
use super::{Answers, Model};
use crate::args::Errs;
use crate::paths::Paths;
use crate::stack::{Context, Inner};
use crate::tokens::{first_span, ours};

pub(super) fn expand(model: &Model, context: &Context<'_>, inner: Inner) -> TokenStream {
    let Context {
        function, paths, ..
    } = *context;
    let site = Span::mixed_site();
    let private = paths.private();
    let body = match (function.is_async(), model.borrows) {
        (true, true) => inner.borrowing_future(context),
        (true, false) => inner.future(context),
        (false, true) => inner.borrowing_closure(context),
        (false, false) => inner.closure(context),
    };
    let body = if function.is_async() {
        quote_spanned!(site=> #body.await)
    } else {
        quote_spanned!(site=> #private::call(#body))
    };
    let at = function.returns.span();
    let ret = function.returns.nameable();
    let fallible = function.returns.fallible(paths);
    let [result, value, error] =
        ["__result", "__value", "__error"].map(|name| Ident::new(name, site));
    let result = quote_spanned!(at=> #fallible::into_result(#result));
    let succeeded = quote_spanned!(at=> #fallible::succeeded(#value));
    let failed = quote_spanned!(at=> #fallible::failed(#error));
    let name = context.guard_name(model.name.as_deref());
    let answers = answers(&model.answers, paths);
    let instead = match &model.instead {
        Instead::Value(value) => of_value(
            value,
            &quote_spanned!(at=> #fallible::Value),
            &succeeded,
            paths,
        ),
        Instead::With(with) => of_function(with, context, &ret),
    };
    quote_spanned! {site=>
        static __SITE: #private::guards::FallbackSite = #private::guards::FallbackSite::new(#name);
        let __result: #ret = #body;
        let __error = match #private::guards::fallback(
            &__SITE,
            #result,
            #answers,
            |__error| {
                use #private::guards::autoref::*;
                (&&&#private::guards::Described(__error)).describe()
            },
        ) {
            ::core::ops::ControlFlow::Continue(__error) => __error,
            ::core::ops::ControlFlow::Break(::core::result::Result::Ok(__value)) => {
                return #succeeded;
            }
            ::core::ops::ControlFlow::Break(::core::result::Result::Err(__error)) => {
                return #failed;
            }
        };
        #instead
    }
}

/// Which errors are answered: a closure of the error.
fn answers(answers: &Answers, paths: &Paths) -> TokenStream {
    let site = Span::mixed_site();
    let private = paths.private();
    let matching = |pattern: &TokenStream, then: bool| {
        let at = ours(first_span(pattern));
        let otherwise = !then;
        quote_spanned! {at=>
            |__error| {
                #[allow(unreachable_patterns, clippy::all, clippy::pedantic)]
                match __error {
                    #pattern => #then,
                    _ => #otherwise,
                }
            }
        }
    };
    match answers {
        Answers::All => quote_spanned!(site=> #private::guards::any_error),
        Answers::If(rule) => rule.clone(),
        Answers::Matching(Errs::Only(pattern)) => matching(pattern, true),
        Answers::Matching(Errs::Except(pattern)) => matching(pattern, false),
    }
}

/// The error is gone before the value is made: it may not be `Send`, and the expression may wait.
fn of_value(
    value: &TokenStream,
    ty: &TokenStream,
    succeeded: &TokenStream,
    paths: &Paths,
) -> TokenStream {
    let site = Span::mixed_site();
    let private = paths.private();
    quote_spanned! {site=>
        #private::guards::answered(__error);
        let __value: #ty = #value;
        #succeeded
    }
}

/// A call with the arguments and the error. All of it stands at the path, where rustc then says what
/// does not fit.
fn of_function(with: &TokenStream, context: &Context<'_>, ret: &TokenStream) -> TokenStream {
    let Context {
        function, paths, ..
    } = *context;
    let span = first_span(with);
    let at = ours(span);
    let here = |name: &Ident| {
        let mut name = name.clone();
        name.set_span(name.span().located_at(span));
        name
    };
    let receiver = function.receiver.as_ref().map(|receiver| {
        let this = Ident::new("self", receiver.self_token.span.located_at(span));
        quote!(#this,)
    });
    let names = function.arguments.iter().filter_map(|argument| {
        let name = here(argument.name()?);
        Some(quote!(#name,))
    });
    let error = quote_spanned!(Span::mixed_site()=> __error);
    let error: TokenStream = crate::paths::located_at(error, span);
    let call = quote_spanned!(at=> #with(#receiver #(#names)* #error));
    if function.is_async() {
        let private = paths.private_at(at);
        quote_spanned! {at=>
            #[allow(clippy::all, clippy::pedantic)]
            let __instead = #private::guards::Instead::<#ret, _>::instead(#call);
            __instead.await
        }
    } else {
        quote_spanned! {at=>
            #[allow(clippy::all, clippy::pedantic)]
            let __instead: #ret = #call;
            __instead
        }
    }
}
