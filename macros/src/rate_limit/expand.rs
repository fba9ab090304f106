//! The tokens of `#[rate_limit]`: the site, and the guard of one call.

use proc_macro2::{Span, TokenStream};
use quote::quote_spanned;

use super::Model;
use super::written::{Number, Rules};
use crate::key;
use crate::paths::Paths;
use crate::stack::{Context, Control, Site};
use crate::tokens::{first_span, ours};

pub(super) fn site(model: &Model, context: &Context<'_>) -> Site {
    let site = Span::mixed_site();
    let private = context.paths.private();
    let name = context.guard_name(model.name.as_deref());
    let policy = policy(&model.rules, context.paths);
    if let Some(store) = &model.store {
        let options = store.expand(context.paths);
        return Site {
            ty: quote_spanned!(site=> #private::guards::StoredLimitSite),
            init: quote_spanned! {site=>
                #private::guards::StoredLimitSite::new(#name, || #policy, || #options)
            },
        };
    }
    Site {
        ty: quote_spanned!(site=> #private::guards::RateLimitSite),
        init: quote_spanned!(site=> #private::guards::RateLimitSite::new(#name, || #policy)),
    }
}

/// A `Result` of a policy.
fn policy(rules: &Rules, paths: &Paths) -> TokenStream {
    let site = Span::mixed_site();
    let private = paths.private();
    match rules {
        Rules::Policy(policy) => {
            let at = ours(first_span(policy));
            let private = paths.private_at(at);
            quote_spanned!(at=> #private::guards::IntoPolicy::<#private::guards::RateLimitPolicy>::into_policy(#policy))
        }
        Rules::Here {
            rate,
            burst,
            wait,
            exact,
            max_keys,
            idle,
        } => {
            let rate = rate.expand(paths);
            let u32 = quote_spanned!(site=> ::core::primitive::u32);
            let usize = quote_spanned!(site=> ::core::primitive::usize);
            let burst = burst.as_ref().map(|burst| {
                let burst = burst.expand(&u32);
                quote_spanned!(site=> .burst(#burst))
            });
            let wait = wait.as_ref().map(|wait| {
                let wait = wait.expand();
                quote_spanned!(site=> .wait(#wait))
            });
            let exact = exact.then(|| quote_spanned!(site=> .exact()));
            let max_keys = max_keys.as_ref().map(|keys| {
                let keys = keys.expand(&usize);
                quote_spanned!(site=> .max_keys(#keys))
            });
            let idle = idle.as_ref().map(|idle| {
                let idle = idle.expand();
                quote_spanned!(site=> .idle(#idle))
            });
            quote_spanned! {site=>
                ::core::result::Result::Ok(
                    #private::guards::RateLimitPolicy::new(#rate)
                        #burst #exact #wait #max_keys #idle
                )
            }
        }
    }
}

/// The guard of one call. What its error lacks is said at the return type.
pub(super) fn guard(model: &Model, context: &Context<'_>, site: &TokenStream) -> TokenStream {
    let Context { paths, depth, .. } = *context;
    let here = Span::mixed_site();
    let private = paths.private();
    let cost = match &model.cost {
        None => quote_spanned!(here=> #private::guards::OnePermit),
        Some(cost) => cost_of(cost),
    };
    let refusal = context.function.returns.refusal(paths);
    let statements = model.key.as_ref().map(|plan| {
        let function = quote_spanned!(here=> || ());
        key::render_in_place(plan, paths, &function, depth + 1)
    });
    let guard = match (&model.store, &model.key) {
        (None, None) => quote_spanned!(here=> rate_limit(#site, #cost, #refusal)),
        (None, Some(_)) => {
            quote_spanned!(here=> rate_limit_keyed(#site, &mut __k, #cost, #refusal))
        }
        (Some(_), key) => {
            let key = if key.is_some() {
                quote_spanned!(here=> ::core::option::Option::Some(&mut __k))
            } else {
                quote_spanned!(here=> ::core::option::Option::None)
            };
            quote_spanned!(here=> rate_limit_stored(#site, #key, #cost, #refusal))
        }
    };
    let feature = model.store.as_ref().map(|store| {
        let at = ours(store.at);
        let private = paths.private_at(at);
        quote_spanned!(at=> #private::needs_redis!(#VERSION, "store", "redis");)
    });
    quote_spanned! {here=> {
        #feature
        #statements
        #private::guards::#guard
    }}
}

/// What a dependency on this crate says.
const VERSION: &str = concat!(
    env!("CARGO_PKG_VERSION_MAJOR"),
    ".",
    env!("CARGO_PKG_VERSION_MINOR")
);

fn cost_of(cost: &Number) -> TokenStream {
    cost.expand(&quote_spanned!(Span::mixed_site()=> ::core::primitive::u32))
}

pub(super) fn control(model: &Model, paths: &Paths) -> Control {
    let site = Span::mixed_site();
    let private = paths.private();
    let ty = if model.store.is_none() {
        quote_spanned!(site=> #private::guards::RateLimiter)
    } else {
        quote_spanned!(site=> #private::guards::StoredLimit)
    };
    Control {
        name: "limiter",
        ty,
    }
}
