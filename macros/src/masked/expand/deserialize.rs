//! `#[mask(reject_masked)]`: serde's own derive over a copy of the definition, in which the masked
//! fields refuse what looks like a mask.

use proc_macro2::{Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::{GenericParam, Lifetime, LifetimeParam, Type, parse_quote};

use super::serialize;
use crate::masked::model::{Field, Model};

pub(super) fn expand(model: &Model<'_>) -> TokenStream {
    let name = &model.input.ident;
    let copied = &model.input.generics;
    let (_, type_generics, _) = copied.split_for_impl();
    let copy = serialize::copy(model, copied, "__Read", "Deserialize", &|field, _| {
        told(field)
    });
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
    let (impl_generics, _, clause) = generics.split_for_impl();
    quote_spanned! {Span::mixed_site()=>
        #copy

        #[automatically_derived]
        impl #impl_generics __gambeson::serde::Deserialize<'de> for #name #type_generics #clause {
            fn deserialize<__D: __gambeson::serde::Deserializer<'de>>(
                __deserializer: __D,
            ) -> ::core::result::Result<Self, __D::Error> {
                __Read::deserialize(__deserializer)
            }
        }
    }
}

fn told(field: &Field<'_>) -> TokenStream {
    let kept = field.serde.without(&["bound"]);
    if !field.rejects || field.serde.has("skip") || field.serde.has("skip_deserializing") {
        return kept;
    }
    // Serde reads an `Option` that is missing as `None`, unless a function reads it.
    let default =
        (is_option(field.ty) && !field.serde.has("default")).then(|| quote!(#[serde(default)]));
    quote!(#kept #default #[serde(deserialize_with = "__gambeson::reject_masked")])
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
