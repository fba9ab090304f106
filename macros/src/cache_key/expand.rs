//! The impl: a struct is written as `(a,b)`, a newtype as what it holds, a variant as its name or
//! as `Name(a,b)`.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, format_ident, quote_spanned};
use syn::{Fields, Generics, Index, Member, WherePredicate, parse_quote};

use super::written::{Field, Shape, Type, Use};
use crate::function::mentions;
use crate::paths::Paths;
use crate::tokens::{first_span, ours, unraw};

pub(super) fn expand(ty: &Type<'_>) -> TokenStream {
    let private = ty.paths.private();
    let name = &ty.input.ident;
    let generics = bounded(ty, &private);
    let (impl_generics, type_generics, clause) = generics.split_for_impl();
    let body = body(ty);
    let nullable = nullable(ty, &private);
    // Of a generic type the part that cannot be in a key is worth naming; the others have no
    // business in the list of "other types that implement this trait".
    let unlisted = ty
        .input
        .generics
        .params
        .is_empty()
        .then(|| quote_spanned!(Span::mixed_site()=> #[diagnostic::do_not_recommend]));
    quote_spanned! {Span::mixed_site()=>
        #[automatically_derived]
        #unlisted
        impl #impl_generics #private::CacheKey for #name #type_generics #clause {
            #nullable

            #[inline]
            fn write_key(&self, __key: &mut #private::KeyBuf) {
                #body
            }
        }
    }
}

fn body(ty: &Type<'_>) -> TokenStream {
    match &ty.shape {
        Shape::Struct(fields, written) => {
            let values = fields.iter().zip(members(written)).map(|(field, member)| {
                let at = ours(first_span(field.ty));
                (field, quote_spanned!(at=> &self.#member))
            });
            let transparent = is_newtype(fields, written);
            let parts = write(values, &ty.paths, transparent);
            if transparent {
                parts
            } else {
                parenthesised(&parts)
            }
        }
        Shape::Enum(variants) if variants.is_empty() => {
            quote_spanned!(Span::mixed_site()=> match *self {})
        }
        Shape::Enum(variants) => {
            let arms = variants
                .iter()
                .map(|(name, fields, written)| arm(name, fields, written, &ty.paths));
            quote_spanned!(Span::mixed_site()=> match self { #(#arms)* })
        }
    }
}

fn arm(name: &Ident, fields: &[Field<'_>], written: &Fields, paths: &Paths) -> TokenStream {
    let text = unraw(name);
    let bound: Vec<Ident> = (0..fields.len())
        .map(|place| format_ident!("__field{place}", span = Span::mixed_site()))
        .collect();
    let used = || {
        fields
            .iter()
            .zip(&bound)
            .filter(|(field, _)| field.use_ != Use::Skipped)
    };

    let patterns =
        fields
            .iter()
            .zip(members(written))
            .zip(&bound)
            .filter_map(|((field, member), ident)| {
                (field.use_ != Use::Skipped)
                    .then(|| quote_spanned!(Span::mixed_site()=> #member: #ident))
            });

    let parts = write(
        used().map(|(field, ident)| (field, quote_spanned!(Span::mixed_site()=> #ident))),
        paths,
        false,
    );
    let parts = if used().next().is_some() {
        parenthesised(&parts)
    } else {
        TokenStream::new()
    };
    quote_spanned!(Span::mixed_site()=> Self::#name { #(#patterns,)* .. } => { __key.literal(#text); #parts })
}

fn parenthesised(parts: &TokenStream) -> TokenStream {
    quote_spanned!(Span::mixed_site()=> __key.literal("("); #parts __key.literal(")");)
}

fn write<'a>(
    values: impl Iterator<Item = (&'a Field<'a>, TokenStream)>,
    paths: &Paths,
    transparent: bool,
) -> TokenStream {
    let mut tokens = TokenStream::new();
    let mut first = true;
    for (field, value) in values {
        if field.use_ == Use::Skipped {
            continue;
        }
        if !first && !transparent {
            tokens.extend(quote_spanned!(Span::mixed_site()=> __key.literal(",");));
        }
        first = false;
        let at = ours(first_span(field.ty));
        let private = paths.private_at(at);
        tokens.extend(match field.use_ {
            Use::Hashed => quote_spanned! {at=>
                { let __part = #value; __key.hashed(|__key| #private::CacheKey::write_key(__part, __key)); }
            },
            Use::Written | Use::Skipped => quote_spanned! {at=>
                { let __part = #value; #private::CacheKey::write_key(__part, __key); }
            },
        });
    }
    tokens
}

fn members(fields: &Fields) -> impl Iterator<Item = Member> {
    let named: Vec<Member> = match fields {
        Fields::Named(fields) => fields
            .named
            .iter()
            .filter_map(|field| field.ident.clone())
            .map(Member::Named)
            .collect(),
        Fields::Unnamed(fields) => (0..fields.unnamed.len())
            .map(|place| Member::Unnamed(Index::from(place)))
            .collect(),
        Fields::Unit => Vec::new(),
    };
    named.into_iter()
}

/// `struct Id(u64)`: it is written as what it holds.
fn is_newtype(fields: &[Field<'_>], written: &Fields) -> bool {
    matches!(written, Fields::Unnamed(_)) && matches!(fields, [only] if only.use_ != Use::Skipped)
}

/// A newtype of an `Option` can be `~`, as the `Option` can.
fn nullable(ty: &Type<'_>, private: &TokenStream) -> TokenStream {
    match &ty.shape {
        Shape::Struct(fields, written) if is_newtype(fields, written) => match fields.first() {
            Some(Field {
                ty,
                use_: Use::Written,
            }) => {
                quote_spanned!(Span::mixed_site()=> const NULLABLE: bool = <#ty as #private::CacheKey>::NULLABLE;)
            }
            _ => TokenStream::new(),
        },
        _ => TokenStream::new(),
    }
}

/// The generics with a bound for each field that is written and mentions a type parameter.
fn bounded(ty: &Type<'_>, private: &TokenStream) -> Generics {
    let mut generics = ty.input.generics.clone();
    let params: Vec<Ident> = generics
        .type_params()
        .map(|param| param.ident.clone())
        .collect();
    let fields: Vec<&Field<'_>> = match &ty.shape {
        Shape::Struct(fields, _) => fields.iter().collect(),
        Shape::Enum(variants) => variants.iter().flat_map(|(_, fields, _)| fields).collect(),
    };
    let mut seen = Vec::new();
    for field in fields
        .into_iter()
        .filter(|field| field.use_ != Use::Skipped)
    {
        let mentioned: Vec<&Ident> = params
            .iter()
            .filter(|param| mentions(field.ty, param))
            .collect();
        if mentioned.is_empty() {
            continue;
        }
        // A bound on a type that holds itself would have to be proven by itself.
        let recursive = mentions(field.ty, &ty.input.ident)
            || mentions(field.ty, &Ident::new("Self", Span::call_site()));
        let bounds: Vec<TokenStream> = if recursive {
            mentioned.iter().map(ToTokens::to_token_stream).collect()
        } else {
            vec![field.ty.to_token_stream()]
        };
        for bounded in bounds {
            let text = bounded.to_string();
            if !seen.contains(&text) {
                let predicate: WherePredicate = parse_quote!(#bounded: #private::CacheKey);
                generics.make_where_clause().predicates.push(predicate);
                seen.push(text);
            }
        }
    }
    generics
}
