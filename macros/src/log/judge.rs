//! How a call ended, told by its result.

use proc_macro2::{Span, TokenStream};
use quote::quote_spanned;
use syn::Type;

use crate::function::{Function, ungroup};

/// A closure that tells the outcome of a function's result.
pub(crate) fn judge(function: &Function, private: &TokenStream) -> TokenStream {
    let at = Span::mixed_site();
    let value = function.returns.value.as_ref().map(ungroup);
    // No value of `!` is ever looked at, and its type cannot be written. What is behind an `impl Trait`
    // is not known where this stands; that it is a `Result` does not show outside either.
    if let Some(Type::Never(_) | Type::ImplTrait(_)) = value {
        return quote_spanned!(at=> |_: &_| #private::log::Outcome::Ok);
    }
    let ret = function.returns.nameable();
    quote_spanned! {at=>
        |__answer: &#ret| {
            use #private::log::told_apart::*;
            (&&Answered(__answer)).outcome()
        }
    }
}
