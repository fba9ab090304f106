//! The impls: `Debug`, and what stands behind `Masked`.

mod deserialize;
mod fields;
mod generics;
mod serialize;
mod written_by;

use proc_macro2::{Span, TokenStream};
use quote::quote_spanned;

use super::model::Model;
use generics::{Bounds, Generics};

/// The name under which the copies of the definition see what the runtime has for them. Serde takes
/// paths as text, in which a `crate = $crate` would not be one.
const RUNTIME: &str = "__gambeson";

pub(super) fn expand(model: &Model<'_>) -> TokenStream {
    let private = model.paths.private_as_written();
    let impls = [
        fields::names(model),
        debug(model),
        masked(model),
        serialize::definition(model),
        if model.serialize {
            serialize::in_serdes_place(model)
        } else {
            TokenStream::new()
        },
        if model.rejects {
            deserialize::expand(model)
        } else {
            TokenStream::new()
        },
    ];
    quote_spanned! {Span::mixed_site()=>
        #[allow(clippy::all, clippy::pedantic)]
        const _: () = {
            use #private::masking as __gambeson;
            // Found where serde refused the copy and wrote nothing: its own error is enough.
            #[allow(unused_imports)]
            use __gambeson::NotDerived as _;
            #(#impls)*
        };
    }
}

fn debug(model: &Model<'_>) -> TokenStream {
    let name = &model.input.ident;
    let generics = Generics::new(model, Bounds::Debug);
    let (impl_generics, type_generics, clause) = generics.split();
    let body = written_by::debug(model);
    quote_spanned! {Span::mixed_site()=>
        #[automatically_derived]
        impl #impl_generics __gambeson::Debug for #name #type_generics #clause {
            fn fmt(&self, __f: &mut __gambeson::Formatter<'_>) -> __gambeson::FmtResult {
                #body
            }
        }
    }
}

fn masked(model: &Model<'_>) -> TokenStream {
    let name = &model.input.ident;
    let (impl_generics, type_generics, own_clause) = model.input.generics.split_for_impl();
    let generics = Generics::new(model, Bounds::Serialize);
    let (_, _, clause) = generics.split();
    let (_, of_copy, _) = model.input.generics.split_for_impl();
    let line = written_by::line(model);
    quote_spanned! {Span::mixed_site()=>
        #[automatically_derived]
        impl #impl_generics __gambeson::Element for #name #type_generics #own_clause {}

        #[automatically_derived]
        impl #impl_generics __gambeson::Field<__gambeson::NoWord> for #name #type_generics #clause {
            fn debug(
                &self,
                _: &__gambeson::NoWord,
                __f: &mut __gambeson::Formatter<'_>,
            ) -> __gambeson::FmtResult {
                __gambeson::Debug::fmt(self, __f)
            }

            fn line(
                &self,
                _: &__gambeson::NoWord,
                __at: __gambeson::At,
                __f: &mut __gambeson::Formatter<'_>,
            ) -> __gambeson::FmtResult {
                #line
            }

            fn serialize<__S: __gambeson::serde::Serializer>(
                &self,
                _: &__gambeson::NoWord,
                __serializer: __S,
            ) -> ::core::result::Result<__S::Ok, __S::Error> {
                <__Masked #of_copy>::serialize(self, __serializer)
            }
        }
    }
}
