//! `#[derive(CacheKey)]`: what was written (`written`), the tokens (`expand`).

mod expand;
mod written;

use proc_macro2::TokenStream;

use crate::diagnostics::Errors;

/// The impl of `CacheKey` for a struct or an enum.
pub(crate) fn expand(item: TokenStream, errors: &mut Errors) -> TokenStream {
    let Some(input) = errors.parsed(item) else {
        return TokenStream::new();
    };
    match written::Type::parse(&input, errors) {
        Some(ty) if errors.is_empty() => expand::expand(&ty),
        _ => TokenStream::new(),
    }
}
