//! Errors that `impl Trait` hides: rustc chooses by the type of an error how its text and its sources are
//! found, which here it does not know yet. What is written behind `impl` decides.

use proc_macro2::{Span, TokenStream};
use quote::quote_spanned;
use syn::{Type, TypeParamBound};

use crate::function::{Returns, ungroup};

/// The error beneath `__error`.
pub(super) fn source(returns: &Returns, at: Span) -> TokenStream {
    match returns.hidden_error() {
        None => quote_spanned!(at=> (&&&Caused(__error)).source()),
        Some(error) if is(error, "Error") => {
            quote_spanned!(at=> ::core::error::Error::source(__error))
        }
        Some(_) => quote_spanned!(at=> ::core::option::Option::None),
    }
}

/// What `debug` tells of `__error`, where that is not found by its type.
pub(super) fn shown(returns: &Returns, private: &TokenStream) -> Option<TokenStream> {
    let error = returns.hidden_error()?;
    let at = Span::mixed_site();
    let displays = ["Display", "Error"].into_iter().any(|name| is(error, name));
    Some(if displays {
        quote_spanned!(at=> #private::log::Logged::said(__error))
    } else {
        quote_spanned!(at=> #private::log::debugged(__error))
    })
}

/// Whether it is an `impl` of this trait.
fn is(error: &Type, name: &str) -> bool {
    let Type::ImplTrait(hidden) = ungroup(error) else {
        return false;
    };
    hidden.bounds.iter().any(|bound| match bound {
        TypeParamBound::Trait(bound) => {
            let last = bound.path.segments.last();
            last.is_some_and(|last| last.ident == name)
        }
        _ => false,
    })
}
