//! The tokens of `#[fallback]`: the body, and what stands in for its error.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{quote, quote_spanned};

use super::{Answers, Instead, Model};
use crate::args::Errs;
use crate::paths::Paths;
use crate::stack::{Context, Inner};
use crate::tokens::{first_span, ours};

pub(super) fn expand(model: &Model, context: &Context<'_>, inner: Inner) -> TokenStream {
    let site = Span::mixed_site();
    let private = context.paths.private();
    let name = context.guard_name(model.name.as_deref());
    let at = context.function.returns.span();
    let fallible = context.function.returns.fallible(context.paths);
    let answering = Answering {
        instead: &model.instead,
        answers: &model.answers,
        fallible,
        asked: &|result, answers| {
            quote_spanned! {site=>
                #private::guards::fallback(
                    &__SITE,
                    #result,
                    #answers,
                    |__error| {
                        use #private::guards::autoref::*;
                        (&&&#private::guards::Described(__error)).describe()
                    },
                )
            }
        },
    };
    let body = run(context, inner, model.borrows);
    let ret = context.function.returns.nameable();
    let result = Ident::new("__result", site);
    let answered = answering.expand(&quote_spanned!(at=> #result), context);
    quote_spanned! {site=>
        static __SITE: #private::guards::FallbackSite = #private::guards::FallbackSite::new(#name);
        let #result: #ret = #body;
        #answered
    }
}

/// The body: a future, or a closure where the function is not async.
pub(crate) fn body(context: &Context<'_>, inner: Inner, borrows: bool) -> TokenStream {
    match (context.function.is_async(), borrows) {
        (true, true) => inner.borrowing_future(context),
        (true, false) => inner.future(context),
        (false, true) => inner.borrowing_closure(context),
        (false, false) => inner.closure(context),
    }
}

/// The body, run: an expression of what it returns.
pub(crate) fn run(context: &Context<'_>, inner: Inner, borrows: bool) -> TokenStream {
    let site = Span::mixed_site();
    let private = context.paths.private();
    let body = body(context, inner, borrows);
    if context.function.is_async() {
        quote_spanned!(site=> #body.await)
    } else {
        quote_spanned!(site=> #private::call(#body))
    }
}

/// A result that is looked at, and answered where it is an error.
pub(crate) struct Answering<'a> {
    pub(crate) instead: &'a Instead,
    pub(crate) answers: &'a Answers,
    /// The result's type as a `Result`, for a path.
    pub(crate) fallible: TokenStream,
    /// Whether it is to be answered: an expression of a `ControlFlow`, given the `Result` and a closure
    /// of the error.
    pub(crate) asked: &'a dyn Fn(TokenStream, TokenStream) -> TokenStream,
}

impl Answering<'_> {
    /// The statements of a body that end with what is returned. `result` is the result.
    pub(crate) fn expand(&self, result: &TokenStream, context: &Context<'_>) -> TokenStream {
        let site = Span::mixed_site();
        let at = context.function.returns.span();
        let fallible = &self.fallible;
        let [value, error] = ["__value", "__error"].map(|name| Ident::new(name, site));
        let result = quote_spanned!(at=> #fallible::into_result(#result));
        let succeeded = quote_spanned!(at=> #fallible::succeeded(#value));
        let failed = quote_spanned!(at=> #fallible::failed(#error));
        let asked = (self.asked)(result, answers(self.answers, context.paths));
        let ret = context.function.returns.nameable();
        let ty = quote_spanned!(at=> #fallible::Value);
        let instead = match self.instead {
            Instead::Value(value) => of_value(value, &ty, &succeeded, context.paths),
            Instead::Default => {
                let private = context.paths.private_at(at);
                let value = quote_spanned!(at=> #private::Defaulted::defaulted());
                of_value(&value, &ty, &succeeded, context.paths)
            }
            Instead::With(with) => of_function(with, context, &ret),
        };
        quote_spanned! {site=>
            let __error = match #asked {
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
