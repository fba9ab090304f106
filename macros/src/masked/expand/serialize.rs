//! What serde writes. Serde's own derive does it, over a copy of the definition in which the masked
//! fields have a `serialize_with`; so whatever serde is told about the type holds here, too.

use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::{format_ident, quote, quote_spanned};
use syn::{Fields, GenericParam};

use super::generics::{Bounds, Generics};
use super::{RUNTIME, fields};
use crate::masked::model::{Field, Model, Shape, Treatment, Variant};
use crate::tokens::{replace_self_type, unraw};

/// What the copy is not told: what it is told otherwise, and what is about reading.
const ON_TYPE: &[&str] = &["crate", "bound", "from", "try_from"];
const OF_FIELD: &[&str] = &["bound", "with", "serialize_with", "deserialize_with"];

pub(super) fn definition(model: &Model<'_>) -> TokenStream {
    let generics = Generics::new(model, Bounds::Serialize).0;
    let (impl_generics, type_generics, clause) = generics.split_for_impl();
    let functions = functions(model);
    let copy = copy(
        model,
        &generics,
        "__Masked",
        "Serialize",
        "",
        &|field, place| told(model, field, place),
    );
    quote_spanned! {Span::mixed_site()=>
        #copy

        impl #impl_generics __Masked #type_generics #clause {
            #functions
        }
    }
}

/// `#[mask(serialize)]`: the masked form is the only one.
pub(super) fn in_serdes_place(model: &Model<'_>) -> TokenStream {
    let name = &model.input.ident;
    let generics = Generics::new(model, Bounds::Serialize);
    let (impl_generics, type_generics, clause) = generics.split();
    quote_spanned! {Span::mixed_site()=>
        #[automatically_derived]
        impl #impl_generics __gambeson::serde::Serialize for #name #type_generics #clause {
            fn serialize<__S: __gambeson::serde::Serializer>(
                &self,
                __serializer: __S,
            ) -> ::core::result::Result<__S::Ok, __S::Error> {
                <__Masked #type_generics>::serialize(self, __serializer)
            }
        }
    }
}

/// The definition again, under another name, for a derive of serde.
pub(super) fn copy(
    model: &Model<'_>,
    generics: &syn::Generics,
    name: &str,
    derive: &str,
    bound: &str,
    told: &dyn Fn(&Field<'_>, usize) -> TokenStream,
) -> TokenStream {
    let original = unraw(&model.input.ident);
    let runtime = format!("{RUNTIME}::serde");
    let serde = model.serde.without(ON_TYPE);
    let renamed = (!model.serde.renames_for_writing())
        .then(|| quote!(#[serde(rename(serialize = #original))]));
    let (name, derive) = (
        Ident::new(name, Span::mixed_site()),
        Ident::new(derive, Span::mixed_site()),
    );
    let (params, clause) = (&generics.params, &generics.where_clause);
    let mut place = 0;
    let mut copied = |variant: &Variant<'_>| fields_of(model, variant, told, &mut place);
    let definition = match &model.shape {
        Shape::Struct(only) => {
            let fields = copied(only);
            match only.written {
                Fields::Named(_) => quote!(struct #name<#params> #clause #fields),
                Fields::Unnamed(_) | Fields::Unit => quote!(struct #name<#params> #fields #clause;),
            }
        }
        Shape::Enum(variants) => {
            let variants = variants.iter().map(|variant| {
                let (ident, serde) = (variant.ident, variant.serde.without(&["bound"]));
                let fields = copied(variant);
                quote!(#serde #ident #fields,)
            });
            quote!(enum #name<#params> #clause { #(#variants)* })
        }
    };
    quote_spanned! {Span::mixed_site()=>
        #[derive(__gambeson::serde::#derive)]
        #[serde(crate = #runtime, remote = #original, bound = #bound)]
        #renamed
        #serde
        #[allow(dead_code, deprecated)]
        #definition
    }
}

fn fields_of(
    model: &Model<'_>,
    variant: &Variant<'_>,
    told: &dyn Fn(&Field<'_>, usize) -> TokenStream,
    place: &mut usize,
) -> TokenStream {
    let (_, type_generics, _) = model.input.generics.split_for_impl();
    let ident = &model.input.ident;
    let this = quote!(#ident #type_generics);
    let fields = variant.fields.iter().map(|field| {
        let ty = field.ty;
        let ty = replace_self_type(quote!(#ty), &this);
        let told = told(field, *place);
        *place += 1;
        match &field.member {
            syn::Member::Named(name) => quote!(#told #name: #ty,),
            syn::Member::Unnamed(_) => quote!(#told #ty,),
        }
    });
    match variant.written {
        Fields::Named(_) => quote!({ #(#fields)* }),
        Fields::Unnamed(_) => quote!((#(#fields)*)),
        Fields::Unit => TokenStream::new(),
    }
}

/// What serde is told about the field at `place` of all fields.
fn told(model: &Model<'_>, field: &Field<'_>, place: usize) -> TokenStream {
    if matches!(field.treatment, Treatment::Skipped) {
        return quote!(#[serde(skip_serializing)]);
    }
    if !fields::is_serialised(field) {
        return field.serde.without(&["bound"]);
    }
    let kept = field.serde.without(OF_FIELD);
    let arguments = arguments(&model.input.generics);
    let path = Literal::string(&format!("__Masked{arguments}::__serialize{place}"));
    quote!(#kept #[serde(serialize_with = #path)])
}

/// The type's arguments as they are named in a path: `::<'a, T, N>`.
pub(super) fn arguments(generics: &syn::Generics) -> String {
    let names = generics.params.iter().map(|param| match param {
        GenericParam::Lifetime(param) => param.lifetime.to_string(),
        GenericParam::Type(param) => param.ident.to_string(),
        GenericParam::Const(param) => param.ident.to_string(),
    });
    let names: Vec<String> = names.collect();
    if names.is_empty() {
        String::new()
    } else {
        format!("::<{}>", names.join(", "))
    }
}

/// A function for each field that serde does not write itself.
fn functions(model: &Model<'_>) -> TokenStream {
    let (_, type_generics, _) = model.input.generics.split_for_impl();
    let ident = &model.input.ident;
    let this = quote!(#ident #type_generics);
    let functions = model.fields().enumerate();
    let functions = functions.filter(|(_, field)| fields::is_serialised(field));
    let functions = functions.map(|(place, field)| {
        let name = format_ident!("__serialize{place}", span = Span::mixed_site());
        let ty = field.ty;
        let body = fields::serialize(field);
        let function = quote_spanned! {Span::mixed_site()=>
            fn #name<__S: __gambeson::serde::Serializer>(
                __value: &#ty,
                __serializer: __S,
            ) -> ::core::result::Result<__S::Ok, __S::Error> {
                #body
            }
        };
        replace_self_type(function, &this)
    });
    quote!(#(#functions)*)
}
