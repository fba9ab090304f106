//! The tokens of `#[log_execution_time]`.

use proc_macro2::{Literal, Span, TokenStream};
use quote::quote_spanned;
use syn::Type;

use super::written::Written;
use crate::function::{Part, Returns, ungroup};
use crate::log::{shown, source};
use crate::stack::{Context, Site};

pub(super) fn site(written: &Written, context: &Context<'_>) -> Site {
    let at = Span::mixed_site();
    let private = context.paths.private();
    let source = source(context, written.target.as_deref(), &written.fields.names());
    let level = written.level.expand(&private);
    let mut init = quote_spanned!(at=> #private::log::TimeSite::new(#source, #level));
    if let Some((slow, level)) = &written.slow {
        let slow = slow.expand();
        let level = level.expand(&private);
        init.extend(quote_spanned!(at=> .slow(|| #slow, #level)));
    }
    if let Some(message) = &written.message {
        init.extend(quote_spanned!(at=> .message(#message)));
    }
    if let Some(sample) = written.sample {
        let sample = Literal::f64_unsuffixed(sample);
        init.extend(quote_spanned!(at=> .sample(#sample)));
    }
    if written.entry {
        init.extend(quote_spanned!(at=> .entry()));
    }
    if context.function.is_async() {
        init.extend(quote_spanned!(at=> .polled()));
    }
    Site {
        ty: quote_spanned!(at=> #private::log::TimeSite),
        init,
    }
}

pub(super) fn guard(written: &Written, context: &Context<'_>, site: &TokenStream) -> TokenStream {
    let at = Span::mixed_site();
    let private = context.paths.private();
    let judge = judge(written, context);
    let meter = written.metrics.meter(context, written.slow.is_some());
    if written.fields.is_empty() {
        return quote_spanned!(at=> #private::log::TimeGuard::new(#site, #judge, #meter));
    }
    let values = written.fields.values(context.paths);
    quote_spanned! {at=> {
        let __values = if #site.listens() { #values } else { #private::log::Values::none() };
        #private::log::TimeGuard::telling(#site, #judge, __values, #meter)
    }}
}

/// Tells how a call ended, by the type of its result.
fn judge(written: &Written, context: &Context<'_>) -> TokenStream {
    let at = Span::mixed_site();
    let private = context.paths.private();
    let returns = &context.function.returns;
    if says_nothing(returns) {
        return quote_spanned!(at=> #private::log::Unjudged);
    }
    let ty = returns.nameable();
    if written.ret.is_none() && !is_part_hidden(returns) {
        return quote_spanned! {at=> {
            use #private::log::judging::*;
            (&&Judging::<#ty>::new()).judge()
        }};
    }
    if written.ret.is_none() {
        return quote_spanned! {at=>
            #private::log::judged::<#ty, _>(|__answer| {
                use #private::log::told_apart::*;
                (&&Answered(__answer)).outcome()
            })
        };
    }
    let reference = quote_spanned!(at=> __value);
    let value = shown(context.paths, returns.span(), &reference, "ret");
    quote_spanned! {at=>
        #private::log::told::<#ty, _>(|__answer| {
            #[allow(unused_imports)]
            use #private::log::{told_apart::*, values::in_scope::*};
            let __answer = &&Answered(__answer);
            let __ret = match __answer.succeeded() {
                ::core::option::Option::Some(__value) => #value,
                ::core::option::Option::None => #private::log::FieldValue::None,
            };
            (__answer.outcome(), __ret)
        })
    }
}

/// Whether a part of the type has no name here.
fn is_part_hidden(returns: &Returns) -> bool {
    let parts = returns.parts();
    parts.iter().any(|part| matches!(part, Part::ImplTrait(_)))
}

/// Whether the type is none that could be a `Result`, or has no name here.
fn says_nothing(returns: &Returns) -> bool {
    let hidden = returns
        .value
        .as_ref()
        .is_some_and(|ty| matches!(ungroup(ty), Type::ImplTrait(_)));
    hidden || returns.is_unit() || returns.is_never()
}
