//! The tokens of the guard of `#[log_exceptions]`.

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote_spanned;

use super::Model;
use super::hidden;
use super::skip::Told;
use super::written::{Backtrace, Written};
use crate::args::Errs;
use crate::log::{Level, source};
use crate::paths::located_at;
use crate::stack::{Context, Site};
use crate::tokens::{first_span, ours, to_call};

pub(super) fn site(model: &Model, context: &Context<'_>) -> Site {
    let written = &model.written;
    let at = Span::mixed_site();
    let private = context.paths.private();
    let source = source(context, written.target.as_deref(), &written.fields.names());
    let options = options(model, &private);
    Site {
        ty: quote_spanned!(at=> #private::log::ExceptionSite),
        init: quote_spanned!(at=> #private::log::ExceptionSite::new(#source, #options)),
    }
}

/// Only what is not as it is without arguments: a function compiles the faster.
fn options(model: &Model, private: &TokenStream) -> TokenStream {
    let written = &model.written;
    let at = Span::mixed_site();
    let mut changed = Vec::new();
    if written.level != Level::Error {
        let level = written.level.expand(private);
        changed.push(quote_spanned!(at=> level: #level,));
    }
    let skips = written.skips.iter().filter_map(|skip| match skip.told {
        Told::At(level) => Some(level),
        Told::Off => None,
    });
    let loudest = skips.chain([written.level]).max();
    if let Some(loudest) = loudest.filter(|level| *level != Level::Error) {
        let level = loudest.expand(private);
        changed.push(quote_spanned!(at=> loudest: #level,));
    }
    if let Some(message) = &written.message {
        changed.push(quote_spanned!(at=> message: ::core::option::Option::Some(#message),));
    }
    if !written.chain {
        changed.push(quote_spanned!(at=> chain: false,));
    }
    if !written.once {
        changed.push(quote_spanned!(at=> once: false,));
    }
    if written.cancelled {
        changed.push(quote_spanned!(at=> cancelled: true,));
    }
    if model.swallows {
        changed.push(quote_spanned!(at=> swallows: true,));
        if written.panics {
            changed.push(quote_spanned!(at=> swallows_panics: true,));
        }
    }
    match written.backtrace {
        Backtrace::Never => {}
        Backtrace::Always => {
            changed.push(quote_spanned!(at=> backtrace: #private::log::Backtraces::Always,));
        }
        Backtrace::Auto => {
            changed.push(quote_spanned!(at=> backtrace: #private::log::Backtraces::Auto,));
        }
    }
    if let count @ 1.. = written.count {
        changed.push(quote_spanned!(at=> count: #count,));
    }
    let default = quote_spanned!(at=> #private::log::ExceptionOptions::DEFAULT);
    if changed.is_empty() {
        return default;
    }
    quote_spanned!(at=> #private::log::ExceptionOptions { #(#changed)* ..#default })
}

pub(super) fn guard(written: &Written, context: &Context<'_>, site: &TokenStream) -> TokenStream {
    let returns = &context.function.returns;
    // All of it stands at the return type: what rustc says of that, it says once.
    let at = ours(returns.span());
    let private = context.paths.private_at(at);
    let ret = returns.nameable();
    let error = if written.panics {
        quote_spanned!(at=> (&&Returned(__result)).error())
    } else {
        let (at, failing) = (returns.span(), failing(context));
        let result = Ident::new("__result", ours(at));
        quote_spanned!(at=> #failing::error(#result))
    };
    let said = if written.debug {
        debugged(context)
    } else {
        // At the user's own error: rustc says there what it lacks.
        let at = returns.error_span();
        let private = context.paths.private_at(at);
        let said = to_call(&quote_spanned!(at=> #private::Logged::said));
        quote_spanned!(Span::mixed_site()=> #said(__error))
    };
    let source = hidden::source(returns, at);
    let level = level(written, context);
    if returns.is_never() {
        return new(
            written,
            context,
            site,
            &quote_spanned!(at=> #private::log::unfailing),
        );
    }
    let failure = quote_spanned! {at=>
        #private::log::failing::<#ret, _>(|__result| {
            #[allow(unused_imports, clippy::all, clippy::pedantic)]
            {
                use #private::guards::autoref::*;
                use #private::log::behind::*;
                let ::core::option::Option::Some(__error) = #error else {
                    return ::core::option::Option::None;
                };
                #level
                ::core::option::Option::Some(#private::log::Failure {
                    said: #said,
                    source: #source,
                    level: __level,
                })
            }
        })
    };
    new(written, context, site, &failure)
}

fn new(
    written: &Written,
    context: &Context<'_>,
    site: &TokenStream,
    failure: &TokenStream,
) -> TokenStream {
    let at = Span::mixed_site();
    let private = context.paths.private();
    let meter = written.metrics.judging_meter(context);
    if written.fields.is_empty() {
        return quote_spanned!(at=> #private::log::ExceptionsGuard::new(#site, #failure, #meter));
    }
    let values = written.fields.values(context.paths);
    quote_spanned! {at=> {
        let __values = if #site.listens() { #values } else { #private::log::Values::none() };
        #private::log::ExceptionsGuard::telling(#site, #failure, __values, #meter)
    }}
}

/// The function's result as a `Result`, for a path. All of it stands at the return type, where rustc then
/// says what it lacks.
pub(super) fn failing(context: &Context<'_>) -> TokenStream {
    let returns = &context.function.returns;
    let at = returns.span();
    let private = context.paths.private_at(at);
    let ret = located_at(returns.nameable(), at);
    quote_spanned!(at=> <#ret as #private::Failing>)
}

/// By `Display`, else by `Debug`.
fn debugged(context: &Context<'_>) -> TokenStream {
    let at = Span::mixed_site();
    let private = context.paths.private();
    if let Some(shown) = hidden::shown(&context.function.returns, &private) {
        return shown;
    }
    quote_spanned!(at=> (&&&#private::guards::Described(__error)).describe())
}

/// A statement that gives `__level`, or leaves the closure where the error is not told.
fn level(written: &Written, context: &Context<'_>) -> TokenStream {
    let at = Span::mixed_site();
    let private = context.paths.private();
    let plain = written.level.expand(&private);
    let untold = quote_spanned!(at=> return ::core::option::Option::None);
    let mut arms = Vec::new();
    for skip in &written.skips {
        let level = match skip.told {
            Told::At(level) => level.expand(&private),
            Told::Off => untold.clone(),
        };
        arms.push((&skip.pattern, level));
    }
    let otherwise = match &written.errs {
        Some(Errs::Only(pattern)) => {
            arms.push((pattern, plain));
            untold
        }
        Some(Errs::Except(pattern)) => {
            arms.insert(0, (pattern, untold));
            plain
        }
        None => plain,
    };
    if arms.is_empty() {
        return quote_spanned!(at=> let __level = #otherwise;);
    }
    let arms = arms.iter().map(|(pattern, level)| {
        let at = ours(first_span(pattern));
        quote_spanned!(at=> #pattern => #level,)
    });
    quote_spanned! {at=>
        #[allow(unreachable_patterns, clippy::all, clippy::pedantic)]
        let __level = match __error {
            #(#arms)*
            _ => #otherwise,
        };
    }
}
