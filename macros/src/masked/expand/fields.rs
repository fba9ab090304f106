//! One field: what writes it.

use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::{format_ident, quote, quote_spanned};

use crate::masked::model::{Field, Treatment};
use crate::masked::written::{Keys, Reads};
use crate::tokens::{first_span, ours};

/// A word as the runtime has it.
pub(super) struct Word {
    /// The trait through which the field is written.
    front: Ident,
    pub(super) ty: TokenStream,
    value: TokenStream,
}

/// The word that the treatment passes to the field's type, if it passes one.
pub(super) fn word(treatment: &Treatment) -> Option<Word> {
    let (front, word, keys) = match treatment {
        Treatment::ByType(keys) => (
            "Unsaid",
            (quote!(__gambeson::NoWord), quote!(__gambeson::NoWord)),
            keys,
        ),
        Treatment::Read(Reads::Hash(name), keys) => ("Hashes", reads(Reads::Hash(name)), keys),
        Treatment::Read(word, keys) => ("Reads", reads(*word), keys),
        _ => return None,
    };
    let (ty, value) = word;
    let plain = |front| Word {
        front: Ident::new(front, Span::mixed_site()),
        ty: ty.clone(),
        value: value.clone(),
    };
    let (keys_ty, keys_value) = match keys {
        None => return Some(plain(front)),
        Some(Keys::Shown) => (quote!(__gambeson::ShownKeys), quote!(__gambeson::ShownKeys)),
        Some(Keys::Hidden) => (
            quote!(__gambeson::HiddenKeys),
            quote!(__gambeson::HiddenKeys),
        ),
        Some(Keys::Masked(word)) => {
            let (ty, value) = reads(*word);
            (
                quote!(__gambeson::MaskedKeys<#ty>),
                quote!(__gambeson::MaskedKeys(#value)),
            )
        }
    };
    Some(Word {
        front: Ident::new("HasKeys", Span::mixed_site()),
        ty: quote!(__gambeson::Keyed<#ty, #keys_ty>),
        value: quote!(__gambeson::Keyed { values: #value, keys: #keys_value }),
    })
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
        quote!(__gambeson::Keep),
        quote!(__gambeson::Keep::#end(#count)),
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

/// An expression that writes the field, bound as `value`, to `__f` by `method`: `debug` or `line`.
pub(super) fn write(field: &Field<'_>, value: &Ident, method: &str) -> TokenStream {
    let ty = field.ty;
    let at = ours(first_span(ty));
    let named = Ident::new(method, at);
    match &field.treatment {
        Treatment::Skipped | Treatment::Constant(_) => TokenStream::new(),
        Treatment::Shown => quote_spanned!(at=> <#ty as __gambeson::Shows>::#named(#value, __f)),
        Treatment::ByType(_) | Treatment::Read(..) => {
            let Some(Word {
                front,
                ty: word,
                value: instance,
            }) = word(&field.treatment)
            else {
                return TokenStream::new();
            };
            quote_spanned!(at=> <#ty as __gambeson::#front<#word>>::#named(#value, &#instance, __f))
        }
        Treatment::Called(path) => {
            let at = ours(first_span(path));
            let call = quote_spanned! {at=> {
                let __written: __gambeson::FmtResult = (#path)(#value, __f);
                __written
            }};
            if method == "line" {
                quote_spanned!(at=> __gambeson::line(&__gambeson::By(|__f: &mut __gambeson::Formatter<'_>| #call), __f))
            } else {
                call
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
                use __gambeson::{ShownAny as _, ShownDebug as _, ShownSerialize as _};
                (&&__gambeson::Probe(__value)).shown(__serializer)
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
            let Some(Word {
                front,
                ty: word,
                value,
            }) = word(&field.treatment)
            else {
                return TokenStream::new();
            };
            quote_spanned!(at=> <#ty as __gambeson::#front<#word>>::serialize(__value, &#value, __serializer))
        }
    }
}
