//! `handle = ..`: once for a function, on any of its attributes.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{quote, quote_spanned};

use super::context::Context;
use super::layer::{Control, Kind, Layer};
use super::sites;
use crate::args::Handle;
use crate::diagnostics::Errors;
use crate::function::Function;
use crate::paths::Paths;

/// A guard that the handle gives, and how its site is reached.
pub(crate) struct Controlled {
    control: Control,
    site: TokenStream,
}

/// The handle of the stack, if it asks for one.
pub(super) fn of<'a>(
    layers: &'a [Box<dyn Layer>],
    function: &Function,
    errors: &mut Errors,
) -> Option<&'a Handle> {
    let mut handles = layers.iter().filter_map(|layer| layer.handle());
    let first = handles.next()?;
    for handle in handles {
        let (Handle::Type(name) | Handle::Function(name)) = handle;
        errors.add(
            name,
            "`handle` stands once on a function, and gives what all of its attributes have; remove one",
        );
    }
    match (first, &function.receiver) {
        (Handle::Type(name), Some(_)) => errors.add(
            name,
            format!(
                "a type cannot be declared in an `impl`; write `handle = fn {}`",
                snake_case(&name.to_string())
            ),
        ),
        (Handle::Function(name), None) => errors.add(
            name,
            format!(
                "`handle = fn ..` is for methods; beside a free function write `handle = {}`",
                camel_case(&name.to_string())
            ),
        ),
        _ => {}
    }
    Some(first)
}

/// The guards that the handle gives, each once: of two of a kind, the outer one.
pub(super) fn controls(
    layers: &[Box<dyn Layer>],
    handle: Option<&Handle>,
    paths: &Paths,
) -> Vec<Controlled> {
    let mut found: Vec<Controlled> = Vec::new();
    let Some(handle) = handle else {
        return found;
    };
    for (place, layer) in layers.iter().enumerate() {
        let Kind::Guard(guard) = layer.kind() else {
            continue;
        };
        if let Some(control) = guard.control(paths)
            && !found.iter().any(|other| other.control.name == control.name)
        {
            let site = sites::reference(place, handle);
            found.push(Controlled { control, site });
        }
    }
    found
}

/// What is declared for the guards: the functions that hold their sites, and those that users call.
pub(super) fn companions(layers: &[Box<dyn Layer>], context: &Context<'_>) -> TokenStream {
    let Some(handle) = context.handle else {
        return TokenStream::new();
    };
    let mut holders = TokenStream::new();
    for (place, layer) in layers.iter().enumerate() {
        if let Kind::Guard(guard) = layer.kind()
            && let Some(site) = guard.site(context)
        {
            holders.extend(sites::function(place, &site, handle));
        }
    }
    let cached = layers.iter().any(|layer| layer.facts().answers());
    match handle {
        Handle::Type(name) => {
            let declared = declared(name, context);
            let attributes: Vec<_> = context.function.attributes.for_companions().collect();
            let functions = functions(context);
            quote! {
                #declared

                #(#attributes)*
                #[allow(dead_code, deprecated, unreachable_pub, clippy::all, clippy::pedantic)]
                impl #name {
                    #holders
                    #functions
                }
            }
        }
        Handle::Function(_) if cached => holders,
        Handle::Function(name) => {
            let function = returned(name, context);
            quote!(#holders #function)
        }
    }
}

/// The type of `handle = Name`.
fn declared(name: &Ident, context: &Context<'_>) -> TokenStream {
    let function = context.function;
    let attributes = function.attributes.for_companions();
    let vis = &function.vis;
    let doc = format!(
        "What the attributes of `{}` do by themselves, by hand.",
        function.name()
    );
    quote! {
        #(#attributes)*
        #[doc = #doc]
        #[allow(dead_code, missing_debug_implementations, missing_copy_implementations, unnameable_types, unreachable_pub)]
        #vis struct #name;
    }
}

/// `breaker()`, `limiter()`, `bulkhead()` of `handle = Name`.
fn functions(context: &Context<'_>) -> TokenStream {
    let vis = &context.function.vis;
    let functions = context.controls.iter().map(|Controlled { control, site }| {
        let Control { name, ty } = control;
        let doc = format!("The {name} of the function.");
        let name = Ident::new(name, Span::call_site());
        quote! {
            #[doc = #doc]
            #vis fn #name() -> &'static #ty {
                #site.#name()
            }
        }
    });
    functions.collect()
}

/// The function of `handle = fn name`, where the method has no handle of its entries.
fn returned(name: &Ident, context: &Context<'_>) -> TokenStream {
    let function = context.function;
    let attributes = function.attributes.for_companions();
    let vis = &function.vis;
    let doc = format!("The guards of `{}`, by hand.", function.name());
    let unit = quote!(());
    let (ty, value) = with_guards(&unit, &unit, context);
    quote! {
        #(#attributes)*
        #[doc = #doc]
        #[allow(dead_code, deprecated, unreachable_pub, clippy::all, clippy::pedantic)]
        #vis fn #name() -> #ty {
            #value
        }
    }
}

/// A handle of entries, and its type, with the guards of the stack beside it.
pub(crate) fn with_guards(
    ty: &TokenStream,
    value: &TokenStream,
    context: &Context<'_>,
) -> (TokenStream, TokenStream) {
    let site = Span::mixed_site();
    let private = context.paths.private();
    let [breaker, limiter, bulkhead] = ["breaker", "limiter", "bulkhead"].map(|name| {
        let found = context
            .controls
            .iter()
            .find(|found| found.control.name == name);
        present(found, context.paths)
    });
    let types = [&breaker, &limiter, &bulkhead].map(|(ty, _)| ty);
    let values = [&breaker, &limiter, &bulkhead].map(|(_, value)| value);
    (
        quote_spanned!(site=> #private::guards::GuardsHandle<#ty, #(#types),*>),
        quote_spanned!(site=> #private::guards::GuardsHandle::new(#value, #(#values),*)),
    )
}

fn present(found: Option<&Controlled>, paths: &Paths) -> (TokenStream, TokenStream) {
    let at = Span::mixed_site();
    let private = paths.private();
    match found {
        None => (quote!(()), quote!(())),
        Some(Controlled { control, site }) => {
            let Control { name, ty } = control;
            let name = Ident::new(name, at);
            (
                quote_spanned!(at=> #private::guards::Present<#ty>),
                quote_spanned!(at=> #private::guards::Present(#site.#name())),
            )
        }
    }
}

fn snake_case(name: &str) -> String {
    let mut out = String::new();
    for (place, character) in name.char_indices() {
        if character.is_uppercase() && place > 0 {
            out.push('_');
        }
        out.extend(character.to_lowercase());
    }
    out
}

fn camel_case(name: &str) -> String {
    let mut out = String::new();
    for word in name.split('_') {
        let mut chars = word.chars();
        out.extend(chars.next().into_iter().flat_map(char::to_uppercase));
        out.push_str(chars.as_str());
    }
    out
}
