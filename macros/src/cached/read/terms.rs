//! The terms of an attribute as tokens.

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote_spanned;

use crate::cached::ladder::{Early, Ladder, Named, Reload};
use crate::cached::written::Ttl;
use crate::paths::Paths;
use crate::stack::Context;
use crate::tokens::ours;

/// Which share of a life chance takes away, unless `jitter` is written.
const JITTER: f64 = 0.1;

/// The fields of `Times` that say what becomes of entries near their end.
pub(crate) fn terms(ladder: &Ladder, ttl: &Ttl, paths: &Paths) -> Vec<TokenStream> {
    let site = Span::mixed_site();
    let mut fields = Vec::new();
    let jitter = ladder.jitter.as_ref().map_or(JITTER, |(share, _)| *share);
    if jitter > 0.0 && !matches!(ttl, Ttl::Never) {
        fields.push(quote_spanned!(site=> jitter: #jitter));
    }
    let rungs = rungs(ladder, paths);
    if !rungs.is_empty() {
        let private = paths.private();
        fields.push(quote_spanned! {site=>
            ladder: #private::Ladder { #(#rungs,)* ..#private::Ladder::NONE }
        });
    }
    fields
}

fn rungs(ladder: &Ladder, paths: &Paths) -> Vec<TokenStream> {
    let site = Span::mixed_site();
    let private = paths.private();
    let spans: [(&str, &Option<Named>); 5] = [
        ("while_revalidate", &ladder.while_revalidate),
        ("if_error", &ladder.if_error),
        ("retry_after", &ladder.retry_after),
        ("soft", &ladder.soft),
        ("hard", &ladder.hard),
    ];
    let given = spans.into_iter().filter_map(|(name, named)| {
        let span = named.as_ref()?.span.expand();
        let name = Ident::new(name, site);
        Some(quote_spanned!(site=> #name: ::core::option::Option::Some(#span)))
    });
    let mut rungs: Vec<TokenStream> = given.collect();
    if let Some((early, _)) = &ladder.early {
        let early = match early {
            Early::At(share) => quote_spanned!(site=> At(#share)),
            Early::Xfetch(beta) => quote_spanned!(site=> Xfetch(#beta)),
        };
        rungs.push(quote_spanned!(site=> early: #private::Early::#early));
    }
    let in_caller = matches!(ladder.reload, Some((Reload::Caller, _)));
    if ladder.reloads() && !in_caller {
        rungs.push(quote_spanned!(site=> reload: #private::ReloadBy::Background));
    }
    rungs
}

/// What the function returns when its body was given up: `.late(..)` on the plan.
pub(crate) fn late(ladder: &Ladder, context: &Context<'_>) -> Option<TokenStream> {
    let hard = ladder.hard.as_ref()?;
    let at = ours(hard.name.span());
    let private = context.paths.private_at(at);
    let version = concat!(
        env!("CARGO_PKG_VERSION_MAJOR"),
        ".",
        env!("CARGO_PKG_VERSION_MINOR")
    );
    let name = context.guard_name(None);
    let refusal = context.function.returns.giving_up(context.paths);
    Some(quote_spanned! {at=>
        .late(#private::needs_resilience!(
            #version,
            "hard_timeout",
            |__after| (#refusal)(#private::guards::load_timed_out(#name, __after))
        ))
    })
}
