//! Where the guards of a function keep what they know between calls.
//!
//! Without a handle it is a `static` where the guard is made. A handle has to reach it, too, and a
//! `static` in a function's body is out of reach; so with a handle it lies in a function of the
//! handle.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{format_ident, quote, quote_spanned};

use super::context::Context;
use super::layer::{Guard, Site};
use crate::args::Handle;
use crate::tokens::unraw;

/// What stands before the guard's expression, and how that names its site. `place` tells the guards
/// of one function apart.
pub(super) fn of(
    place: usize,
    guard: &dyn Guard,
    context: &Context<'_>,
) -> (TokenStream, TokenStream) {
    let at = Span::mixed_site();
    let Some(Site { ty, init }) = guard.site(context) else {
        return (TokenStream::new(), TokenStream::new());
    };
    match context.handle {
        None => (
            // A name, which may stand before a dot.
            quote_spanned!(at=> static __SITE: #ty = #init; let __site = &__SITE;),
            quote_spanned!(at=> __site),
        ),
        Some(handle) => (TokenStream::new(), reference(place, handle)),
    }
}

/// The site, as the handle gives it.
pub(super) fn reference(place: usize, handle: &Handle) -> TokenStream {
    let at = Span::mixed_site();
    let name = name(place, handle);
    match handle {
        Handle::Type(handle) => quote_spanned!(at=> #handle::#name()),
        Handle::Function(_) => quote_spanned!(at=> Self::#name()),
    }
}

/// The function of the handle that holds the site.
pub(super) fn function(place: usize, site: &Site, handle: &Handle) -> TokenStream {
    let name = name(place, handle);
    let Site { ty, init } = site;
    quote! {
        #[doc(hidden)]
        #[allow(clippy::all, clippy::pedantic)]
        fn #name() -> &'static #ty {
            static SITE: #ty = #init;
            &SITE
        }
    }
}

fn name(place: usize, handle: &Handle) -> Ident {
    match handle {
        Handle::Type(_) => format_ident!("__site{place}"),
        // Beside the methods of the user, where other stacks may have handles, too.
        Handle::Function(function) => format_ident!("__{}_site{place}", unraw(function)),
    }
}
