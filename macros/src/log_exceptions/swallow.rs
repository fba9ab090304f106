//! `reraise = false`: what is returned in place of an error, around the guard that tells of it.

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote_spanned;

use super::expand::failing;
use crate::args::Errs;
use crate::fallback::{self, Answering, Answers, Instead};
use crate::stack::{Around, Context, Facts, Inner, Kind, Layer};

/// The part of `#[log_exceptions]` that returns something else.
pub(super) struct Swallow {
    pub(super) facts: Facts,
    pub(super) instead: Instead,
    /// Whether it needs the arguments after the body.
    pub(super) borrows: bool,
    pub(super) answers: Answers,
    /// Whether panics are swallowed, too.
    pub(super) panics: bool,
    /// Whether the function returns a `Result`.
    pub(super) fallible: bool,
    /// The guard, which stands beneath.
    pub(super) guard: Option<Box<dyn Layer>>,
}

/// Which errors are swallowed: those that are logged.
pub(super) fn answers(errs: Option<&Errs>) -> Answers {
    match errs {
        Some(errs) => Answers::Matching(errs.clone()),
        None => Answers::All,
    }
}

impl Layer for Swallow {
    fn facts(&self) -> &Facts {
        &self.facts
    }

    fn kind(&self) -> Kind<'_> {
        Kind::Around(self)
    }

    fn handle(&self) -> Option<&crate::args::Handle> {
        self.guard.as_ref()?.handle()
    }

    fn take_beside(&mut self) -> Vec<Box<dyn Layer>> {
        self.guard.take().into_iter().collect()
    }
}

impl Around for Swallow {
    fn borrows(&self) -> bool {
        self.borrows
    }

    fn wrap(&self, context: &Context<'_>, inner: Inner) -> TokenStream {
        let at = Span::mixed_site();
        let ret = context.function.returns.nameable();
        let result = Ident::new("__result", at);
        let run = if self.panics {
            self.caught(context, inner)
        } else {
            let body = fallback::run(context, inner, self.borrows);
            quote_spanned!(at=> let #result: #ret = #body;)
        };
        if !self.fallible {
            return quote_spanned!(at=> #run #result);
        }
        let private = context.paths.private();
        let function = context.function.full_name();
        let answering = Answering {
            instead: &self.instead,
            answers: &self.answers,
            fallible: failing(context),
            asked: &|result, answers| quote_spanned!(at=> #private::log::swallow(#function, #result, #answers)),
        };
        let span = context.function.returns.span();
        let answered = answering.expand(&quote_spanned!(span=> #result), context);
        quote_spanned!(at=> #run #answered)
    }
}

impl Swallow {
    /// The result, after a panic has been answered.
    fn caught(&self, context: &Context<'_>, inner: Inner) -> TokenStream {
        let at = Span::mixed_site();
        let private = context.paths.private();
        let function = context.function;
        let ret = function.returns.nameable();
        let name = function.full_name();
        let body = fallback::body(context, inner, self.borrows);
        let caught = if function.is_async() {
            quote_spanned!(at=> #private::log::catching(#body).await)
        } else {
            quote_spanned!(at=> #private::log::catching_blocking(#body))
        };
        let span = function.returns.span();
        let failing = failing(context);
        let value = match &self.instead {
            Instead::Value(value) => value.clone(),
            // Of a function there is none for a panic: it has been refused.
            Instead::Default | Instead::With(_) => {
                let private = context.paths.private_at(span);
                quote_spanned!(span=> #private::Defaulted::defaulted())
            }
        };
        let instead = if self.fallible {
            quote_spanned! {at=>
                let __value: #failing::Value = #value;
                return #failing::succeeded(__value);
            }
        } else {
            quote_spanned! {at=>
                let __value: #ret = #value;
                return __value;
            }
        };
        quote_spanned! {at=>
            let __result: #ret = match #caught {
                ::core::result::Result::Ok(__result) => __result,
                ::core::result::Result::Err(__panic) => {
                    #private::log::swallow_panic(#name, __panic);
                    #instead
                }
            };
        }
    }
}
