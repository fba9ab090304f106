//! `ctx: CacheCtx`: what the body tells the cache.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote_spanned};

use super::strategy::Strategy;
use super::written::Written;
use crate::diagnostics::Errors;
use crate::function::{Function, Given};
use crate::paths::{Paths, located_at};
use crate::tokens::{first_span, ours};

/// Reports a `CacheCtx` where no load of one entry would give it.
pub(super) fn check(written: &Written, function: &Function, errors: &mut Errors) {
    let Some(given) = &function.given else {
        return;
    };
    let what = match &written.strategy {
        Strategy::WriteThrough(_) => "`write_through`",
        Strategy::WriteBehind(_) => "`write_behind`",
        _ if written.batch.is_some() => "`batch(..)`",
        _ => return,
    };
    errors.add(
        &given.ty,
        format!(
            "a `CacheCtx` is about the load of one entry, and with {what} there is none; remove the \
             argument"
        ),
    );
}

/// The argument, where the miss is that the body runs for. `__miss` is in scope, and can be changed.
pub(super) fn bind(function: &Function, paths: &Paths) -> TokenStream {
    let Some(Given {
        attributes,
        pat,
        ty,
    }) = &function.given
    else {
        return TokenStream::new();
    };
    // All of it where the type is written: rustc says there that it is another one of this name.
    let at = ours(first_span(ty));
    let private = paths.private_at(at);
    let given = located_at(ty.to_token_stream(), at);
    quote_spanned! {at=>
        #(#attributes)*
        let #pat: #ty = <#given as #private::GivenCtx>::given(&mut __miss);
    }
}
