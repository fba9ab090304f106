//! `#[derive(Masked)]`: what was written (`written`, `serde_attrs`), what it means (`model`), the
//! tokens (`expand`).

mod expand;
mod grammar;
mod model;
mod names;
mod refusals;
mod serde_attrs;
mod written;

use proc_macro2::TokenStream;

use crate::diagnostics::Errors;

/// The impls of `Masked` and `Debug` for a struct or an enum.
pub(crate) fn expand(item: TokenStream, errors: &mut Errors) -> TokenStream {
    let Some(input) = errors.parsed(item) else {
        return TokenStream::new();
    };
    match model::Model::new(&input, errors) {
        Some(model) if errors.is_empty() => expand::expand(&model),
        _ => TokenStream::new(),
    }
}
