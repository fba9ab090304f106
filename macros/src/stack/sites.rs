//! Where the guards of a function keep what they know between calls.
//!
//! Without a handle it is a `static` where the guard is made. A handle has to reach it, too, and a
//! `static` in a function's body is out of reach; so with a handle it lies in a function of the
//! handle.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{format_ident, quote, quote_spanned};

use super::layer::{Context, Guard, Kind, Layer, Site};
use crate::args::Handle;
use crate::tokens::unraw;

/// What stands before the guard's expression, and how that names its site.
pub(super) fn of(
    place: usize,
    guard: &dyn Guard,
    context: &Context<'_>,
    handle: Option<&Handle>,
) -> (TokenStream, TokenStream) {
    let at = Span::mixed_site();
    let Some(site) = guard.site(context) else {
        return (TokenStream::new(), TokenStream::new());
    };
    match handle {
        None => {
            let Site { ty, init } = site;
            (
                quote_spanned!(at=> static __SITE: #ty = #init;),
                quote_spanned!(at=> &__SITE),
            )
        }
        Some(handle) => (TokenStream::new(), reference(place, handle)),
    }
}

/// The site, as the handle gives it.
fn reference(place: usize, handle: &Handle) -> TokenStream {
    let at = Span::mixed_site();
    let name = name(place, handle);
    match handle {
        Handle::Type(handle) => quote_spanned!(at=> #handle::#name()),
        Handle::Function(_) => quote_spanned!(at=> Self::#name()),
    }
}

fn name(place: usize, handle: &Handle) -> Ident {
    match handle {
        Handle::Type(_) => format_ident!("__site{place}"),
        // Beside the methods of the user, where other stacks may have handles, too.
        Handle::Function(function) => format_ident!("__{}_site{place}", unraw(function)),
    }
}

/// The functions of a handle that hold the sites, and those that users call.
pub(super) fn companions(
    layers: &[Box<dyn Layer>],
    context: &Context<'_>,
    handle: Option<&Handle>,
) -> TokenStream {
    let Some(handle) = handle else {
        return TokenStream::new();
    };
    let mut inside = TokenStream::new();
    for (place, layer) in layers.iter().enumerate() {
        let Kind::Guard(guard) = layer.kind() else {
            continue;
        };
        let Some(Site { ty, init }) = guard.site(context) else {
            continue;
        };
        let name = name(place, handle);
        inside.extend(quote! {
            #[doc(hidden)]
            fn #name() -> &'static #ty {
                static SITE: #ty = #init;
                &SITE
            }
        });
        if let Handle::Type(_) = handle {
            inside.extend(guard.by_hand(context, &reference(place, handle)));
        }
    }
    let cached = layers.iter().any(|layer| layer.facts().is("cached"));
    let function = context.function;
    let attributes: Vec<_> = function.attributes.for_companions().collect();
    let vis = &function.vis;
    match handle {
        Handle::Type(name) => {
            let declared = if cached {
                TokenStream::new()
            } else {
                let doc = format!("The guards of `{}`, by hand.", function.name());
                quote! {
                    #(#attributes)*
                    #[doc = #doc]
                    #[allow(dead_code, missing_debug_implementations, missing_copy_implementations, unnameable_types, unreachable_pub)]
                    #vis struct #name;
                }
            };
            quote! {
                #declared

                #(#attributes)*
                #[allow(dead_code, deprecated, unreachable_pub, clippy::all, clippy::pedantic)]
                impl #name {
                    #inside
                }
            }
        }
        Handle::Function(_) => inside,
    }
}
