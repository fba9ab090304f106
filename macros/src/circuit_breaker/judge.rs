//! What a result counts as, as a closure.

use proc_macro2::{Span, TokenStream};
use quote::quote_spanned;

use super::written::Judgement;
use crate::args::Errs;
use crate::paths::Paths;
use crate::tokens::{first_span, ours};

/// A closure, or a function, of the result and of its error if it is one.
pub(super) fn expand(judgement: &Judgement, paths: &Paths) -> TokenStream {
    let site = Span::mixed_site();
    let private = paths.private();
    let Judgement {
        ignore,
        fail_if,
        errs,
        refusals: _,
    } = judgement;
    if ignore.is_none() && fail_if.is_none() && errs.is_none() {
        return quote_spanned!(site=> #private::guards::judge_error);
    }
    let outcome = quote_spanned!(site=> #private::guards::Outcome);
    let ignored = ignore.as_ref().map(|closure| {
        let at = ours(first_span(closure));
        let private = paths.private_at(at);
        let asked = quote_spanned!(at=> #private::guards::ask(__error, #closure));
        quote_spanned! {site=>
            if let ::core::option::Option::Some(__error) = __error {
                if #asked {
                    return #outcome::Ignored;
                }
            }
        }
    });
    let failed = fail_if.as_ref().map(|closure| {
        let at = ours(first_span(closure));
        let private = paths.private_at(at);
        let asked = quote_spanned!(at=> #private::guards::ask(__result, #closure));
        quote_spanned! {site=>
            if #asked {
                return #outcome::Failure;
            }
        }
    });
    let by_error = match errs {
        None => quote_spanned!(site=> #private::guards::judge_error(__result, __error)),
        Some(errs) => {
            let (pattern, matched, other) = match errs {
                Errs::Only(pattern) => (pattern, "Failure", "Ignored"),
                Errs::Except(pattern) => (pattern, "Ignored", "Failure"),
            };
            let [matched, other] = [matched, other].map(|name| proc_macro2::Ident::new(name, site));
            quote_spanned! {site=>
                match __error {
                    ::core::option::Option::None => #outcome::Success,
                    ::core::option::Option::Some(#pattern) => #outcome::#matched,
                    #[allow(unreachable_patterns)]
                    ::core::option::Option::Some(_) => #outcome::#other,
                }
            }
        }
    };
    quote_spanned! {site=>
        |__result, __error| {
            #ignored
            #failed
            #by_error
        }
    }
}
