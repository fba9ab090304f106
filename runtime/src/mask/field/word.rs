//! The words of `#[mask(..)]`. They are named as they are written, because messages name them.

use super::super::Kind;
use super::super::style::{Pieces, Style, custom_pieces};
use crate::mask::Masker;

/// A word, and what it says of the keys and values of a map.
pub trait Word {
    /// What masks the values.
    type Values: Word;
    /// What masks the keys.
    type Keys;
    /// Whether a key is the name of its value, as in JSON: a sensitive one hides it.
    const NAMED: bool;

    /// What masks the values.
    fn values(&self) -> &Self::Values;

    /// What masks the keys.
    fn keys(&self) -> &Self::Keys;
}

/// A word that reads a text and shows a part of it.
pub(super) trait Partly: Word {
    /// What stands in place of the text.
    fn pieces<'a>(&'a self, text: &'a str) -> Pieces<'a>;

    /// The same, if it is told at once: ASCII that stands between quotes as it is.
    #[inline]
    fn usual<'a>(&'a self, _text: &'a str) -> Option<Pieces<'a>> {
        None
    }
}

/// The keys of a map are shown.
#[derive(Clone, Copy, Debug)]
pub struct ShownKeys;

/// The keys of a map are hidden.
#[derive(Clone, Copy, Debug)]
pub struct HiddenKeys;

/// The keys of a map are masked by a word.
#[derive(Clone, Copy, Debug)]
pub struct MaskedKeys<W>(pub W);

/// A word for the values of a map, and one for its keys: `keys(..)`.
#[derive(Clone, Copy, Debug)]
pub struct Keyed<V, K> {
    /// What masks the values.
    pub values: V,
    /// What masks the keys.
    pub keys: K,
}

impl<V: Word, K> Word for Keyed<V, K> {
    type Values = V;
    type Keys = K;
    const NAMED: bool = V::NAMED;

    fn values(&self) -> &V {
        &self.values
    }

    fn keys(&self) -> &K {
        &self.keys
    }
}

macro_rules! words {
    ($($(#[$doc:meta])* $name:ident $(= $kind:ident)?;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug)]
        pub struct $name;

        plain_word!($name, named: false);
        $(
            impl Partly for $name {
                fn pieces<'a>(&'a self, text: &'a str) -> Pieces<'a> {
                    Masker::global().styles().text(Kind::$kind, text)
                }

                // In place, the lengths of the parts are known, and they are copied without a call.
                #[inline(always)]
                fn usual<'a>(&'a self, text: &'a str) -> Option<Pieces<'a>> {
                    Masker::ready()?.styles().usual(Kind::$kind, text)
                }
            }
        )?
    )*};
}

macro_rules! plain_word {
    ($name:ident, named: $named:literal) => {
        impl Word for $name {
            type Values = Self;
            type Keys = ShownKeys;
            const NAMED: bool = $named;

            #[inline]
            fn values(&self) -> &Self {
                self
            }

            #[inline]
            fn keys(&self) -> &ShownKeys {
                &ShownKeys
            }
        }
    };
}

words! {
    /// No word: the type decides.
    NoWord;
    /// `#[mask(email)]`.
    Email = Email;
    /// `#[mask(phone)]`.
    Phone = Phone;
    /// `#[mask(card)]`.
    Card = Card;
    /// `#[mask(ssn)]`.
    Ssn = Ssn;
    /// `#[mask(iban)]`.
    Iban = Iban;
    /// `#[mask(ip)]`.
    Ip = Ip;
}

/// `#[mask(text)]`: the masker reads it.
#[derive(Clone, Copy, Debug)]
pub struct Text;

plain_word!(Text, named: true);

/// `#[mask(keep_first = n)]` and `#[mask(keep_last = n)]`.
#[derive(Clone, Debug)]
pub struct KeepSome(Style);

plain_word!(KeepSome, named: false);

impl KeepSome {
    /// So many characters from the start.
    pub const fn first(count: usize) -> Self {
        KeepSome(Style::KeepFirst(count))
    }

    /// So many characters from the end.
    pub const fn last(count: usize) -> Self {
        KeepSome(Style::KeepLast(count))
    }
}

impl Partly for KeepSome {
    fn pieces<'a>(&'a self, text: &'a str) -> Pieces<'a> {
        custom_pieces(&self.0, text.as_bytes())
    }
}

/// `#[mask(hash)]`: a pseudonym under the name of a kind, or of none.
#[derive(Clone, Copy, Debug)]
pub struct Hash(&'static str);

plain_word!(Hash, named: false);

impl Hash {
    /// A pseudonym that begins with `name`.
    pub const fn named(name: &'static str) -> Self {
        Hash(name)
    }
}

impl Partly for Hash {
    fn pieces<'a>(&'a self, text: &'a str) -> Pieces<'a> {
        Masker::global().styles().pseudonym(self.0, text.as_bytes())
    }
}
