//! The tokens of `#[circuit_breaker]`: the site, and the guard of one call.

use proc_macro2::{Span, TokenStream};
use quote::quote_spanned;

use super::rules::Count;
use super::{Circuits, Model, fallback, judge};
use crate::args::DurationValue;
use crate::key;
use crate::paths::Paths;
use crate::stack::{Context, Control, Site};
use crate::tokens::{first_span, ours};

pub(super) fn site(model: &Model, context: &Context<'_>) -> Site {
    let site = Span::mixed_site();
    let private = context.paths.private();
    let name = context.guard_name(model.name.as_deref());
    let policy = policy(model, context.paths);
    match &model.circuits {
        Circuits::One => Site {
            ty: quote_spanned!(site=> #private::guards::BreakerSite),
            init: quote_spanned!(site=> #private::guards::BreakerSite::new(#name, || #policy)),
        },
        Circuits::ByKey { max_keys, idle, .. } => {
            let max_keys = option(max_keys.as_ref().map(Count::expand));
            let idle = option(idle.as_ref().map(DurationValue::expand));
            Site {
                ty: quote_spanned!(site=> #private::guards::KeyedBreakerSite),
                init: quote_spanned! {site=>
                    #private::guards::KeyedBreakerSite::new(
                        #name,
                        || #policy,
                        || (#max_keys, #idle),
                    )
                },
            }
        }
    }
}

fn option(value: Option<TokenStream>) -> TokenStream {
    let site = Span::mixed_site();
    value.map_or_else(
        || quote_spanned!(site=> ::core::option::Option::None),
        |value| quote_spanned!(site=> ::core::option::Option::Some(#value)),
    )
}

/// A `Result` of a policy: an expression, or the rules put together.
fn policy(model: &Model, paths: &Paths) -> TokenStream {
    if let Some(policy) = &model.policy {
        let at = ours(first_span(policy));
        let private = paths.private_at(at);
        quote_spanned!(at=> #private::guards::IntoPolicy::<#private::guards::BreakerPolicy>::into_policy(#policy))
    } else {
        let builder = model.rules.expand(&paths.private());
        quote_spanned!(Span::mixed_site()=> #builder.policy())
    }
}

/// The guard of one call. What its error lacks is said at the return type.
pub(super) fn guard(model: &Model, context: &Context<'_>, site: &TokenStream) -> TokenStream {
    let Context {
        function,
        paths,
        depth,
        ..
    } = *context;
    let mixed = Span::mixed_site();
    let breaker = match &model.circuits {
        Circuits::One => {
            let private = paths.private();
            quote_spanned!(mixed=> #private::guards::BreakerSite::breaker(#site))
        }
        Circuits::ByKey { key, .. } => {
            let private = paths.private();
            let here = quote_spanned!(mixed=> || ());
            let key = key::render(key, paths, &here, depth);
            quote_spanned! {mixed=>
                #private::guards::breaker_by_key(
                    #private::guards::KeyedBreakerSite::breaker(#site),
                    #key,
                )
            }
        }
    };
    let private = paths.private();
    let ret = function.returns.nameable();
    let judge = judge::expand(&model.judgement, function, paths);
    let answer = match &model.fallback {
        None => function.returns.refusal(paths),
        Some(fallback) => fallback::expand(fallback, function, paths),
    };
    let refusals = model.judgement.refusals;
    quote_spanned! {mixed=>
        #private::guards::breaker_guard::<#ret, _, _, _, #refusals>(#breaker, #judge, #answer)
    }
}

pub(super) fn control(model: &Model, paths: &Paths) -> Control {
    let site = Span::mixed_site();
    let private = paths.private();
    Control {
        name: "breaker",
        ty: match model.circuits {
            Circuits::One => quote_spanned!(site=> #private::guards::CircuitBreaker),
            Circuits::ByKey { .. } => quote_spanned!(site=> #private::guards::KeyedBreakers),
        },
    }
}
