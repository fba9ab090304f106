//! What a result counts as, as a closure.

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote_spanned;

use super::written::Judgement;
use crate::args::Errs;
use crate::function::Function;
use crate::paths::Paths;
use crate::tokens::{first_span, ours};

/// A closure of the result. That it is none is said at the return type.
pub(super) fn expand(judgement: &Judgement, function: &Function, paths: &Paths) -> TokenStream {
    let site = Span::mixed_site();
    let private = paths.private();
    let Judgement {
        ignore,
        fail_if,
        errs,
        refusals,
    } = judgement;
    let outcome = quote_spanned!(site=> #private::guards::Outcome);
    let refused = (!refusals).then(|| {
        quote_spanned! {site=>
            if (&&&#private::guards::RefusedProbe::of(__error)).refusal(__error).is_some() {
                return #outcome::Ignored;
            }
        }
    });
    let ignored = ignore.as_ref().map(|closure| {
        let asked = ask(&quote_spanned!(site=> __error), closure, paths);
        quote_spanned!(site=> if #asked { return #outcome::Ignored; })
    });
    let failed = fail_if.as_ref().map(|closure| {
        let asked = ask(&quote_spanned!(site=> __result), closure, paths);
        quote_spanned!(site=> if #asked { return #outcome::Failure; })
    });
    let by_error = match errs {
        None => quote_spanned!(site=> #private::guards::judge_error(__error)),
        Some(errs) => by_pattern(errs, &outcome),
    };
    let at = function.returns.span();
    let fallible = function.returns.fallible(paths);
    let result = Ident::new("__result", site);
    let error = quote_spanned!(at=> #fallible::error(#result));
    quote_spanned! {site=>
        |__result| {
            let __error = #error;
            if let ::core::option::Option::Some(__error) = __error {
                use #private::guards::autoref::*;
                #refused
                #ignored
            }
            #failed
            #by_error
        }
    }
}

/// The user's closure, asked about a value of ours.
fn ask(about: &TokenStream, closure: &TokenStream, paths: &Paths) -> TokenStream {
    let at = ours(first_span(closure));
    let private = paths.private_at(at);
    quote_spanned!(at=> #private::guards::ask(#about, #closure))
}

fn by_pattern(errs: &Errs, outcome: &TokenStream) -> TokenStream {
    let site = Span::mixed_site();
    let (pattern, matched, other) = match errs {
        Errs::Only(pattern) => (pattern, "Failure", "Ignored"),
        Errs::Except(pattern) => (pattern, "Ignored", "Failure"),
    };
    let [matched, other] = [matched, other].map(|name| Ident::new(name, site));
    quote_spanned! {site=>
        match __error {
            ::core::option::Option::None => #outcome::Success,
            ::core::option::Option::Some(__error) => {
                #[allow(unreachable_patterns, clippy::all, clippy::pedantic)]
                match __error {
                    #pattern => #outcome::#matched,
                    _ => #outcome::#other,
                }
            }
        }
    }
}
