//! `ctx: CacheCtx`: an argument that no caller gives, because `#[cached]` does.

use proc_macro2::{Span, TokenStream};
use quote::{ToTokens, quote_spanned};

use super::parcel::Entry;
use crate::diagnostics::Errors;
use crate::function::{Function, Given};

/// Takes it out of the signature, and reports where it cannot be given.
pub(super) fn take(queue: &[Entry], function: &mut Function, errors: &mut Errors) {
    for ty in function.borrowed_ctx() {
        errors.add(
            ty,
            "a load has its `CacheCtx` to itself; write `ctx: CacheCtx`, without the reference",
        );
    }
    let again = function.take_given();
    for again in &again {
        errors.add(
            &again.ty,
            format!(
                "`{}` has a `CacheCtx` already, and there is one for each load; remove one",
                function.name()
            ),
        );
    }
    let Some(given) = &function.given else {
        return;
    };
    if !queue.iter().any(|entry| entry.name == "cached") {
        errors.add(
            &given.ty,
            "a `CacheCtx` is given by `#[cached]`, and there is none here; add `#[cached(ttl = \"5m\")]`, \
             or remove the argument",
        );
    }
}

/// The function as its callers know it, when a mistake keeps it from being expanded: they are not to
/// be told that they forget an argument.
pub(super) fn without(function: &Function) -> Option<TokenStream> {
    let Given {
        attributes,
        pat,
        ty,
    } = function.given.as_ref()?;
    let mut statements = quote_spanned! {Span::mixed_site()=>
        #(#attributes)*
        let #pat: #ty = ::core::option::Option::unwrap(::core::option::Option::None);
    };
    function.body.statements().to_tokens(&mut statements);
    Some(function.with_statements(statements))
}
