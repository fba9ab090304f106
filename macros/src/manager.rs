//! The manager that an expansion works on.

use proc_macro2::{Span, TokenStream};
use quote::quote_spanned;

use crate::paths::Paths;
use crate::tokens::{first_span, ours};

/// The installed manager, or the one that `cache = expr` names.
pub(crate) fn manager(cache: Option<&TokenStream>, paths: &Paths) -> TokenStream {
    if let Some(expr) = cache {
        let at = ours(first_span(expr));
        let private = paths.private_at(at);
        quote_spanned!(at=> #private::AsManager::as_manager(&(#expr)))
    } else {
        let private = paths.private();
        quote_spanned!(Span::mixed_site()=> #private::Installed)
    }
}
