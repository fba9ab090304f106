//! One field: what writes it.

use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::{format_ident, quote, quote_spanned};

use crate::masked::grammar::KINDS;
use crate::masked::model::{Field, Model, Treatment};
use crate::masked::written::{Keys, Reads};
use crate::paths::located_at as located;
use crate::tokens::{first_span, ours};

/// A word as the runtime has it.
pub(super) struct Word {
    /// The trait through which the field is written.
    front: TokenStream,
    pub(super) ty: TokenStream,
    value: TokenStream,
}

/// The word that the treatment passes to the field's type, if it passes one.
pub(super) fn word(treatment: &Treatment) -> Option<Word> {
    let (said, keys) = match treatment {
        Treatment::ByType(keys) => (None, keys),
        Treatment::Read(word, keys) => (Some(*word), keys),
        _ => return None,
    };
    let (ty, value) = said.map_or_else(
        || (quote!(__gambeson::NoWord), quote!(__gambeson::NoWord)),
        reads,
    );
    let Some(keys) = keys else {
        let front = match said {
            None => quote!(__gambeson::Unsaid),
            Some(Reads::Hash(_)) => quote!(__gambeson::Hashes),
            Some(word) => {
                let name = Ident::new(name(word), Span::mixed_site());
                quote!(__gambeson::Reads<#ty, #name>)
            }
        };
        return Some(Word { front, ty, value });
    };
    let (keys, keys_value) = match keys {
        Keys::Shown => (quote!(__gambeson::ShownKeys), quote!(__gambeson::ShownKeys)),
        Keys::Hidden => (
            quote!(__gambeson::HiddenKeys),
            quote!(__gambeson::HiddenKeys),
        ),
        Keys::Masked(word) => {
            let (ty, value) = reads(*word);
            (
                quote!(__gambeson::MaskedKeys<#ty>),
                quote!(__gambeson::MaskedKeys(#value)),
            )
        }
    };
    let ty = quote!(__gambeson::Keyed<#ty, #keys>);
    Some(Word {
        front: quote!(__gambeson::HasKeys<#ty>),
        value: quote!(__gambeson::Keyed { values: #value, keys: #keys_value }),
        ty,
    })
}

/// Types that bear the names of the words that are used, for the messages about them.
pub(super) fn names(model: &Model<'_>) -> TokenStream {
    let mut names: Vec<&str> = Vec::new();
    for field in model.fields() {
        if let Treatment::Read(word, None) = &field.treatment
            && !matches!(word, Reads::Hash(_))
            && !names.contains(&name(*word))
        {
            names.push(name(*word));
        }
    }
    let names = names
        .iter()
        .map(|name| Ident::new(name, Span::mixed_site()));
    quote!(#(#[allow(non_camel_case_types, dead_code)] enum #names {})*)
}

fn name(word: Reads) -> &'static str {
    match word {
        Reads::Kind(ty) => {
            let kind = KINDS.iter().find(|(_, kind)| *kind == ty);
            kind.map_or("text", |(name, _)| name)
        }
        Reads::Text => "text",
        Reads::Hash(_) => "hash",
        Reads::KeepFirst(_) => "keep_first",
        Reads::KeepLast(_) => "keep_last",
    }
}

/// The type of a word, and its value.
fn reads(word: Reads) -> (TokenStream, TokenStream) {
    match word {
        Reads::Kind(name) => {
            let name = Ident::new(name, Span::mixed_site());
            (quote!(__gambeson::#name), quote!(__gambeson::#name))
        }
        Reads::Text => (quote!(__gambeson::Text), quote!(__gambeson::Text)),
        Reads::Hash(name) => (
            quote!(__gambeson::Hash),
            quote!(__gambeson::Hash::named(#name)),
        ),
        Reads::KeepFirst(count) => keep("first", count),
        Reads::KeepLast(count) => keep("last", count),
    }
}

fn keep(end: &str, count: u32) -> (TokenStream, TokenStream) {
    let end = Ident::new(end, Span::mixed_site());
    let count = Literal::u32_unsuffixed(count);
    (
        quote!(__gambeson::KeepSome),
        quote!(__gambeson::KeepSome::#end(#count)),
    )
}

/// The local name by which the field at `place` is bound.
pub(super) fn bound(place: usize) -> Ident {
    format_ident!("__{place}", span = Span::mixed_site())
}

/// Whether the field is bound in a pattern: what is constant or left out need not be read.
pub(super) fn is_read(field: &Field<'_>) -> bool {
    !matches!(field.treatment, Treatment::Skipped | Treatment::Constant(_))
}

/// Whether serde writes it by a function of ours.
pub(super) fn is_serialised(field: &Field<'_>) -> bool {
    let own = field.serde.has("with") || field.serde.has("serialize_with");
    match &field.treatment {
        _ if field.serde.is_left_out() => false,
        Treatment::Skipped => false,
        Treatment::Shown => !own,
        _ => true,
    }
}

/// An expression that writes the field, bound as `value`, to `__f` as `Debug` does.
pub(super) fn debug(field: &Field<'_>, value: &Ident) -> TokenStream {
    write(field, value, "debug", None)
}

/// An expression that writes the field, bound as `value`, to `__f` as a value of a line.
pub(super) fn line(field: &Field<'_>, value: &Ident, at: &TokenStream) -> TokenStream {
    write(field, value, "line", Some(at))
}

/// `place` is where the value stands in a line.
fn write(
    field: &Field<'_>,
    value: &Ident,
    method: &str,
    place: Option<&TokenStream>,
) -> TokenStream {
    let ty = field.ty;
    let at = ours(first_span(ty));
    let named = Ident::new(method, at);
    match &field.treatment {
        Treatment::Skipped | Treatment::Constant(_) => TokenStream::new(),
        Treatment::Shown => match place {
            None => quote_spanned!(at=> <#ty as __gambeson::Shows>::#named(#value, __f)),
            Some(place) => quote_spanned! {at=>
                {
                    use __gambeson::{ShownAny as _, ShownDebug as _, ShownMasked as _};
                    (&&&__gambeson::Probe::<#ty>(#value)).shown_line(#place, __f)
                }
            },
        },
        Treatment::ByType(_) | Treatment::Read(..) => {
            let Some(Word {
                front,
                value: instance,
                ..
            }) = word(&field.treatment)
            else {
                return TokenStream::new();
            };
            let front = located(front, at);
            let place = place.into_iter();
            quote_spanned!(at=> <#ty as #front>::#named(#value, &#instance, #(#place,)* __f))
        }
        Treatment::Called(path) => {
            let at = ours(first_span(path));
            let value = Ident::new(&value.to_string(), at);
            let front = Ident::new(
                if place.is_some() {
                    "line"
                } else {
                    "called_debug"
                },
                at,
            );
            quote_spanned! {at=>
                __gambeson::#front(
                    &__gambeson::By(|__f: &mut __gambeson::Formatter<'_>| {
                        let __written: __gambeson::FmtResult = (#path)(#value, __f);
                        __written
                    }),
                    __f,
                )
            }
        }
    }
}

/// The body of a function that serialises the field, as `__value`, to `__serializer`.
pub(super) fn serialize(field: &Field<'_>) -> TokenStream {
    let ty = field.ty;
    let at = ours(first_span(ty));
    match &field.treatment {
        Treatment::Skipped => TokenStream::new(),
        Treatment::Constant(text) => {
            quote_spanned!(at=> __gambeson::constant(__value, #text, __serializer))
        }
        Treatment::Shown => quote_spanned! {at=>
            {
                use __gambeson::{
                    ShownAny as _, ShownDebug as _, ShownMasked as _, ShownSerialize as _,
                };
                (&&&__gambeson::Probe(__value)).shown(__serializer)
            }
        },
        Treatment::Called(path) => {
            let at = ours(first_span(path));
            quote_spanned! {at=>
                __gambeson::called(
                    &__gambeson::By(|__f: &mut __gambeson::Formatter<'_>| {
                        let __written: __gambeson::FmtResult = (#path)(__value, __f);
                        __written
                    }),
                    __serializer,
                )
            }
        }
        Treatment::ByType(_) | Treatment::Read(..) => {
            let Some(Word { front, value, .. }) = word(&field.treatment) else {
                return TokenStream::new();
            };
            let front = located(front, at);
            quote_spanned!(at=> <#ty as #front>::serialize(__value, &#value, __serializer))
        }
    }
}
