//! The tokens of `#[log_exceptions]`.

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
        ty: quote_spanned!(at=> #private::log::ExceptionSite),
        init: quote_spanned!(at=> #private::log::ExceptionSite::new(#source, #level)),
    }
}

pub(super) fn guard(written: &Written, context: &Context<'_>, site: &TokenStream) -> TokenStream {
    let at = Span::mixed_site();
    let private = context.paths.private();
    let meter = written.metrics.meter(context, false);
    let ret = context.function.returns.nameable();
    let fallible = context.function.returns.fallible(context.paths);
    quote_spanned! {at=>
        #private::log::ExceptionsGuard::new(#site, #private::guards::describing::<#ret, _>(|__result| {
            use #private::guards::autoref::*;
            match #fallible::error(__result) {
                ::core::option::Option::Some(__error) => {
                    ::core::option::Option::Some((&&&#private::guards::Described(__error)).describe())
                }
                ::core::option::Option::None => ::core::option::Option::None,
            }
        }), #meter)
    }
}
