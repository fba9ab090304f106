//! `#[mask(reject_masked)]`: serde's own derive over a copy of the definition, in which the masked
//! fields refuse what looks like a mask.

use proc_macro2::{Span, TokenStream};
use quote::{format_ident, quote, quote_spanned};
use syn::{GenericParam, Lifetime, LifetimeParam, Type, parse_quote};

use super::serialize;
use crate::function::mentions;
use crate::masked::model::{Field, Model};
use crate::tokens::{first_span, ours, replace_self_type};

pub(super) fn expand(model: &Model<'_>) -> TokenStream {
    let name = &model.input.ident;
    let copied = &model.input.generics;
    let (_, type_generics, _) = copied.split_for_impl();
    let functions = functions(model);
    let bounds = model.serde.bounds("deserialize");

    let mut generics = copied.clone();
    let mut de = LifetimeParam::new(Lifetime::new("'de", Span::mixed_site()));
    for param in copied.lifetimes() {
        de.bounds.push(param.lifetime.clone());
    }
    let types: Vec<_> = copied
        .type_params()
        .map(|param| param.ident.clone())
        .collect();
    generics.params.insert(0, GenericParam::Lifetime(de));
    let clause = generics.make_where_clause();
    for ty in &types {
        clause
            .predicates
            .push(parse_quote!(#ty: __gambeson::serde::Deserialize<'de>));
    }
    for source in bounds {
        if let Ok(told) = syn::parse2::<syn::WhereClause>(quote!(where #source)) {
            clause.predicates.extend(told.predicates);
        }
    }
    let own = copied
        .where_clause
        .as_ref()
        .map_or(0, |clause| clause.predicates.len());
    let bound = clause.predicates.iter().skip(own);
    let bound = quote!(#(#bound),*).to_string();
    let copy = serialize::copy(
        model,
        copied,
        "__Read",
        "Deserialize",
        &bound,
        &|field, place| told(model, field, place),
    );
    let (impl_generics, _, clause) = generics.split_for_impl();
    quote_spanned! {Span::mixed_site()=>
        #copy

        #functions

        #[automatically_derived]
        impl #impl_generics __gambeson::serde::Deserialize<'de> for #name #type_generics #clause {
            fn deserialize<__D: __gambeson::serde::Deserializer<'de>>(
                __deserializer: __D,
            ) -> ::core::result::Result<Self, __D::Error> {
                <__Read #type_generics>::deserialize(__deserializer)
            }
        }
    }
}

/// A function for each field that refuses masks.
fn functions(model: &Model<'_>) -> TokenStream {
    let (impl_generics, type_generics, clause) = model.input.generics.split_for_impl();
    let ident = &model.input.ident;
    let this = quote!(#ident #type_generics);
    let lifetimes: Vec<_> = model
        .input
        .generics
        .lifetimes()
        .map(|param| &param.lifetime)
        .collect();
    let functions = model
        .fields()
        .enumerate()
        .filter(|(_, field)| is_refused(field));
    let functions = functions.map(|(place, field)| {
        let (name, ty) = (
            format_ident!("__read{place}", span = Span::mixed_site()),
            field.ty,
        );
        let at = ours(first_span(ty));
        let mentioned = model.input.generics.type_params();
        let mentioned = mentioned
            .map(|param| &param.ident)
            .filter(|param| mentions(ty, param));
        let bounds = mentioned.map(|param| quote!(#param: __gambeson::serde::Deserialize<'de>));
        let function = quote_spanned! {at=>
            fn #name<'de: #(#lifetimes +)*, __D: __gambeson::serde::Deserializer<'de>>(
                __deserializer: __D,
            ) -> ::core::result::Result<#ty, __D::Error>
            where
                #(#bounds,)*
            {
                use __gambeson::{ReadOther as _, ReadText as _};
                (&__gambeson::Reading::<#ty>::new())
                    .unmasked(<#ty as __gambeson::IsRead<'de>>::read(__deserializer))
            }
        };
        replace_self_type(function, &this)
    });
    quote_spanned! {Span::mixed_site()=>
        impl #impl_generics __Read #type_generics #clause {
            #(#functions)*
        }
    }
}

fn is_refused(field: &Field<'_>) -> bool {
    field.rejects && !field.serde.has("skip") && !field.serde.has("skip_deserializing")
}

fn told(model: &Model<'_>, field: &Field<'_>, place: usize) -> TokenStream {
    let kept = field.serde.without(&["bound"]);
    if !is_refused(field) {
        return kept;
    }
    // Serde reads an `Option` that is missing as `None`, unless a function reads it.
    let default =
        (is_option(field.ty) && !field.serde.has("default")).then(|| quote!(#[serde(default)]));
    let arguments = serialize::arguments(&model.input.generics);
    let path = format!("__Read{arguments}::__read{place}");
    quote!(#kept #default #[serde(deserialize_with = #path)])
}

fn is_option(ty: &Type) -> bool {
    match ty {
        Type::Path(path) => path
            .path
            .segments
            .last()
            .is_some_and(|segment| segment.ident == "Option"),
        Type::Group(group) => is_option(&group.elem),
        Type::Paren(paren) => is_option(&paren.elem),
        _ => false,
    }
}
