//! The bodies of `Debug` and of the one-line form.
//!
//! Where it is not asked for the layout of `{:#?}`, `Debug` is written by one `write_str` for each
//! gap between two values, with the constants in it: that is what makes it faster than std's.

use std::fmt::Write as _;

use proc_macro2::{Span, TokenStream};
use quote::quote_spanned;
use syn::Fields;

use super::fields;
use crate::masked::model::{Field, Model, Shape, Treatment, Variant};
use crate::tokens::unraw;

pub(super) fn debug(model: &Model<'_>) -> TokenStream {
    each(model, debug_variant)
}

pub(super) fn line(model: &Model<'_>) -> TokenStream {
    let of_struct = matches!(model.shape, Shape::Struct(_));
    each(model, |variant| line_variant(variant, of_struct))
}

/// A `match` over the variants, or over the one of a struct.
fn each(model: &Model<'_>, body: impl Fn(&Variant<'_>) -> TokenStream) -> TokenStream {
    let variants = model.variants();
    if variants.is_empty() {
        return quote_spanned!(Span::mixed_site()=> match *self {});
    }
    let arms = variants.iter().map(|variant| {
        let path = match model.shape {
            Shape::Struct(_) => quote_spanned!(Span::mixed_site()=> Self),
            Shape::Enum(_) => {
                let ident = variant.ident;
                quote_spanned!(Span::mixed_site()=> Self::#ident)
            }
        };
        let bound = variant.fields.iter().enumerate();
        let bound = bound
            .filter(|(_, field)| fields::is_read(field))
            .map(|(place, field)| {
                let (member, ident) = (&field.member, fields::bound(place));
                quote_spanned!(Span::mixed_site()=> #member: #ident,)
            });
        let body = body(variant);
        quote_spanned!(Span::mixed_site()=> #path { #(#bound)* .. } => { #body })
    });
    quote_spanned!(Span::mixed_site()=> match self { #(#arms)* })
}

/// The fields that are written, each with its place.
fn written<'v, 'a>(variant: &'v Variant<'a>) -> impl Iterator<Item = (usize, &'v Field<'a>)> {
    let fields = variant.fields.iter().enumerate();
    fields.filter(|(_, field)| !matches!(field.treatment, Treatment::Skipped))
}

fn debug_variant(variant: &Variant<'_>) -> TokenStream {
    if written(variant).next().is_none() {
        let name = unraw(variant.ident);
        return quote_spanned!(Span::mixed_site()=> __f.write_str(#name));
    }
    let laid_out = laid_out(variant);
    let joined = joined(variant);
    quote_spanned! {Span::mixed_site()=>
        if __f.alternate() {
            return #laid_out;
        }
        #joined
    }
}

/// By the builders of std, for `{:#?}`.
fn laid_out(variant: &Variant<'_>) -> TokenStream {
    let name = unraw(variant.ident);
    let fields = written(variant).map(|(place, field)| {
        let value = if let Treatment::Constant(text) = &field.treatment {
            let text = format!("{text:?}");
            quote_spanned!(Span::mixed_site()=> &__gambeson::Literal(#text))
        } else {
            let write = fields::debug(field, &fields::bound(place));
            quote_spanned! {Span::mixed_site()=>
                &__gambeson::By(|__f: &mut __gambeson::Formatter<'_>| #write)
            }
        };
        let name = field.name.iter();
        quote_spanned!(Span::mixed_site()=> .field(#(#name,)* #value))
    });
    let builder = match variant.written {
        Fields::Named(_) => quote_spanned!(Span::mixed_site()=> debug_struct),
        Fields::Unnamed(_) | Fields::Unit => quote_spanned!(Span::mixed_site()=> debug_tuple),
    };
    quote_spanned!(Span::mixed_site()=> __f.#builder(#name)#(#fields)*.finish())
}

/// One `write_str` for each gap.
fn joined(variant: &Variant<'_>) -> TokenStream {
    let named = matches!(variant.written, Fields::Named(_));
    let mut gap = unraw(variant.ident);
    gap.push_str(if named { " { " } else { "(" });
    let mut tokens = TokenStream::new();
    let mut separator = "";
    for (place, field) in written(variant) {
        gap.push_str(separator);
        separator = ", ";
        if let Some(name) = &field.name {
            gap.push_str(name);
            gap.push_str(": ");
        }
        if let Treatment::Constant(text) = &field.treatment {
            let _ = write!(gap, "{text:?}");
            continue;
        }
        let write = fields::debug(field, &fields::bound(place));
        tokens.extend(quote_spanned!(Span::mixed_site()=> __f.write_str(#gap)?; #write?;));
        gap.clear();
    }
    gap.push_str(if named { " }" } else { ")" });
    quote_spanned!(Span::mixed_site()=> #tokens __f.write_str(#gap))
}

fn line_variant(variant: &Variant<'_>, of_struct: bool) -> TokenStream {
    let name = unraw(variant.ident);
    let count = written(variant).count();
    let named = matches!(variant.written, Fields::Named(_));
    // What only wraps a value is written as it is.
    let wraps = of_struct && !named && count == 1;
    let fields = written(variant).map(|(place, field)| {
        if let Treatment::Constant(text) = &field.treatment {
            return (
                place,
                field,
                quote_spanned!(Span::mixed_site()=> __gambeson::line(#text, __f)),
            );
        }
        let at = if wraps {
            quote_spanned!(Span::mixed_site()=> __at)
        } else {
            quote_spanned!(Span::mixed_site()=> __gambeson::At::Inside)
        };
        (
            place,
            field,
            fields::line(field, &fields::bound(place), &at),
        )
    });
    if wraps {
        return fields.map(|(.., write)| write).collect();
    }
    if count == 0 {
        return quote_spanned!(Span::mixed_site()=> __f.write_str(#name));
    }
    let fields = fields.map(|(place, field, write)| {
        let label = match &field.name {
            Some(name) => format!("{name}="),
            None if count == 1 => String::new(),
            None => format!("{place}="),
        };
        quote_spanned!(Span::mixed_site()=> __line.field(#label, |__f| #write)?;)
    });
    let name = if of_struct { String::new() } else { name };
    quote_spanned! {Span::mixed_site()=>
        let __shape = __gambeson::Shape { name: #name, named: #named };
        let mut __line = __gambeson::Line::new(__f, __at, __shape)?;
        #(#fields)*
        __line.end()
    }
}
