//! The tokens of `#[circuit_breaker]`: the site, and the guard of one call.

use proc_macro2::{Span, TokenStream};
use quote::{ToTokens, quote_spanned};

use super::{Model, judge};
use crate::paths::Paths;
use crate::stack::{Context, Control, Site};
use crate::tokens::{first_span, ours};

pub(super) fn site(model: &Model, context: &Context<'_>) -> Site {
    let site = Span::mixed_site();
    let private = context.paths.private();
    let name = match &model.name {
        Some(name) => name.to_token_stream(),
        None => context.function.full_name(),
    };
    let policy = policy(model, context.paths);
    Site {
        ty: quote_spanned!(site=> #private::guards::BreakerSite),
        init: quote_spanned!(site=> #private::guards::BreakerSite::new(#name, || #policy)),
    }
}

/// A `Result` of a policy: an expression, or the rules put together.
fn policy(model: &Model, paths: &Paths) -> TokenStream {
    let private = paths.private();
    match &model.policy {
        Some(policy) => {
            let at = ours(first_span(policy));
            let private = paths.private_at(at);
            quote_spanned!(at=> #private::guards::IntoBreakerPolicy::into_policy(#policy))
        }
        None => {
            let builder = model.rules.expand(&private);
            quote_spanned!(Span::mixed_site()=> #builder.policy())
        }
    }
}

/// The guard of one call. What its error lacks is said at the return type.
pub(super) fn guard(model: &Model, context: &Context<'_>, site: &TokenStream) -> TokenStream {
    let Context {
        function, paths, ..
    } = *context;
    let at = ours(function.returns.span());
    let private = paths.private_at(at);
    let ret = function.returns.nameable();
    let judge = judge::expand(&model.judgement, paths);
    let refusals = model.judgement.refusals;
    quote_spanned!(at=> #private::guards::breaker::<#ret, _, #refusals>(#site, #judge))
}

pub(super) fn control(paths: &Paths) -> Control {
    let private = paths.private();
    Control {
        name: "breaker",
        ty: quote_spanned!(Span::mixed_site()=> #private::guards::CircuitBreaker),
    }
}
