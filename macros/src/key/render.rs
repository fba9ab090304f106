//! The code that renders a key.

use proc_macro2::{Span, TokenStream};
use quote::{quote, quote_spanned};

use super::plan::{Piece, Plan, Value};
use super::template::Modifier;
use crate::paths::Paths;
use crate::tokens::{first_span, ours};

/// An expression of type `KeyBuf`. `here` is an expression whose type is the function itself, or
/// lies inside of it, and `depth` says how many closures lie between; the path of the function is
/// taken from the name of that type.
pub(crate) fn render(plan: &Plan, paths: &Paths, here: &TokenStream, depth: usize) -> TokenStream {
    if plan.pieces.is_empty() {
        return start(plan, paths);
    }
    let statements = render_in_place(plan, paths, here, depth);
    quote_spanned!(Span::mixed_site()=> {
        #statements
        __k
    })
}

/// Statements that leave the key in `__k`, for those who do not move it.
pub(crate) fn render_in_place(
    plan: &Plan,
    paths: &Paths,
    here: &TokenStream,
    depth: usize,
) -> TokenStream {
    let site = Span::mixed_site();
    let start = start_in_place(plan, paths);
    let mut steps = TokenStream::new();
    let mut text = String::new();
    for piece in &plan.pieces {
        match piece {
            Piece::Text(more) => {
                text.push_str(more);
                continue;
            }
            Piece::Value(value) if value.cfgs.is_empty() => text.push_str(value.lead),
            _ => {}
        }
        steps.extend(literal(&mut text));
        steps.extend(step(piece, paths, here, depth));
    }
    steps.extend(literal(&mut text));
    quote_spanned! {site=>
        #start
        #steps
    }
}

fn start_in_place(plan: &Plan, paths: &Paths) -> TokenStream {
    let site = Span::mixed_site();
    let private = paths.private();
    let start = plan.start.as_ref().map(|expr| {
        let at = ours(first_span(expr));
        let private = paths.private_at(at);
        quote_spanned!(at=> #private::IntoKeyBuf::write_to(#expr, &mut __k);)
    });
    let begin = quote_spanned!(site=> let mut __k = #private::KeyBuf::new(););
    quote!(#begin #start)
}

fn start(plan: &Plan, paths: &Paths) -> TokenStream {
    if let Some(expr) = &plan.start {
        let at = ours(first_span(expr));
        let private = paths.private_at(at);
        quote_spanned!(at=> #private::IntoKeyBuf::into_key_buf(#expr))
    } else {
        let private = paths.private();
        quote_spanned!(Span::mixed_site()=> #private::KeyBuf::new())
    }
}

fn literal(text: &mut String) -> TokenStream {
    let text = std::mem::take(text);
    if text.is_empty() {
        return TokenStream::new();
    }
    quote_spanned!(Span::mixed_site()=> __k.literal(#text);)
}

pub(super) fn step(piece: &Piece, paths: &Paths, here: &TokenStream, depth: usize) -> TokenStream {
    let private = paths.private();
    let site = Span::mixed_site();
    match piece {
        Piece::Text(_) => TokenStream::new(),
        Piece::Value(value) | Piece::Loaded(value) => self::value(value, paths),
        Piece::TypeName(ty) => {
            quote_spanned!(site=> __k.type_name(::core::any::type_name::<#ty>());)
        }
        Piece::Path => quote_spanned!(site=> __k.literal(#private::here(&#here));),
        Piece::SelfType => {
            quote_spanned!(site=> #private::self_type(&mut __k, ::core::any::type_name::<Self>());)
        }
        Piece::Enclosing(name) => {
            let tail = format!("{name}{}", "::{{closure}}".repeat(depth));
            quote_spanned!(site=> #private::enclosing(&mut __k, &#here, #tail);)
        }
    }
}

fn value(value: &Value, paths: &Paths) -> TokenStream {
    let Value {
        cfgs,
        lead,
        place,
        at,
        modifier,
    } = value;
    let at = ours(*at);
    let private = paths.private_at(at);
    // The value is bound first, so that an error about its type has one token to point at.
    let write = quote_spanned!(at=> #private::CacheKey::write_key(__part, __k));
    let write = match modifier {
        None => quote_spanned!(at=> #private::CacheKey::write_key(__part, &mut __k);),
        Some(Modifier::Hash) => quote_spanned!(at=> __k.hashed(|__k| #write);),
        Some(Modifier::Lower) => quote_spanned!(at=> __k.lowered(|__k| #write);),
    };
    let lead = if cfgs.is_empty() {
        TokenStream::new()
    } else {
        literal(&mut (*lead).to_owned())
    };
    quote_spanned!(at=> #(#cfgs)* { #lead let __part = &#place; #write })
}

impl Piece {
    /// The value of a constant parameter.
    pub(super) fn constant(ident: &proc_macro2::Ident) -> Self {
        let place = quote!(#ident);
        Self::Value(Value {
            cfgs: Vec::new(),
            lead: ":",
            place,
            at: ident.span(),
            modifier: None,
        })
    }
}
