//! The bounds of the impls, field by field as serde's derive does.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, quote};
use syn::{ImplGenerics, TypeGenerics, WhereClause, parse_quote};

use super::fields;
use crate::function::mentions;
use crate::masked::model::{Field, Model, Treatment};

/// What the fields have to be.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Bounds {
    /// Written by `Debug`.
    Debug,
    /// Also serialised.
    Serialize,
}

/// The type's own generics with the bounds of an impl.
pub(super) struct Generics(pub(super) syn::Generics);

impl Generics {
    pub(super) fn new(model: &Model<'_>, bounds: Bounds) -> Self {
        let mut generics = model.input.generics.clone();
        // A type that holds itself is written by all that it is written by.
        let recursive = model.fields().any(|field| holds_itself(model, field));
        let bounds = if recursive { Bounds::Serialize } else { bounds };
        let mut seen: Vec<String> = Vec::new();
        let mut add = |generics: &mut syn::Generics, predicate: TokenStream| {
            let text = predicate.to_string();
            if !seen.contains(&text) {
                generics
                    .make_where_clause()
                    .predicates
                    .push(parse_quote!(#predicate));
                seen.push(text);
            }
        };
        for field in model.fields() {
            for bounded in bounded(model, field) {
                for bound in needed(field, bounds) {
                    add(&mut generics, quote!(#bounded: #bound));
                }
            }
        }
        if bounds == Bounds::Serialize {
            for source in model.serde.bounds("serialize").into_iter().chain(
                model
                    .fields()
                    .flat_map(|field| field.serde.bounds("serialize")),
            ) {
                let clause: Result<WhereClause, _> = syn::parse2(quote!(where #source));
                for predicate in clause.into_iter().flat_map(|clause| clause.predicates) {
                    add(&mut generics, predicate.to_token_stream());
                }
            }
        }
        Self(generics)
    }

    pub(super) fn split(&self) -> (ImplGenerics<'_>, TypeGenerics<'_>, Option<&WhereClause>) {
        self.0.split_for_impl()
    }
}

/// The types that a field puts a bound on: its own, if it mentions a type parameter.
fn bounded(model: &Model<'_>, field: &Field<'_>) -> Vec<TokenStream> {
    let params = model.input.generics.type_params();
    let mentioned: Vec<&Ident> = params
        .map(|param| &param.ident)
        .filter(|param| mentions(field.ty, param))
        .collect();
    if mentioned.is_empty() {
        return Vec::new();
    }
    // A bound on a type that holds itself would have to be proven by itself.
    if holds_itself(model, field) {
        mentioned.iter().map(ToTokens::to_token_stream).collect()
    } else {
        vec![field.ty.to_token_stream()]
    }
}

fn holds_itself(model: &Model<'_>, field: &Field<'_>) -> bool {
    mentions(field.ty, &model.input.ident)
        || mentions(field.ty, &Ident::new("Self", Span::call_site()))
}

fn needed(field: &Field<'_>, bounds: Bounds) -> Vec<TokenStream> {
    match &field.treatment {
        Treatment::Skipped | Treatment::Constant(_) | Treatment::Called(_) => Vec::new(),
        // The name that a user knows, for the messages about a parameter.
        Treatment::ByType(None) => vec![quote!(__gambeson::Masked)],
        Treatment::ByType(_) | Treatment::Read(..) => fields::word(&field.treatment)
            .map(|word| {
                let ty = word.ty;
                quote!(__gambeson::Field<#ty>)
            })
            .into_iter()
            .collect(),
        Treatment::Shown if bounds == Bounds::Debug || !fields::is_serialised(field) => {
            vec![quote!(__gambeson::Debug)]
        }
        Treatment::Shown => vec![
            quote!(__gambeson::Debug),
            quote!(__gambeson::serde::Serialize),
        ],
    }
}
