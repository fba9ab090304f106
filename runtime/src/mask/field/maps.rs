//! Maps: a word for the values, and one for the keys.

use std::collections::{BTreeMap, HashMap};
use std::fmt;

use serde::{Serialize, Serializer};

use super::line::list;
use super::named::{self, Named};
use super::word::{HiddenKeys, MaskedKeys, ShownKeys, Word};
use super::{At, By, Element, Field, Of, leaf};
use crate::mask::style::HIDDEN;

/// A key of a map that `W` can write.
pub trait KeyField<W> {
    /// As `Debug` writes it.
    ///
    /// # Errors
    ///
    /// Those of the formatter.
    fn debug(&self, word: &W, f: &mut fmt::Formatter<'_>) -> fmt::Result;

    /// As it stands before the `=` of a line.
    ///
    /// # Errors
    ///
    /// Those of the formatter.
    fn line(&self, word: &W, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        leaf::value(f, &By(|f: &mut fmt::Formatter<'_>| self.debug(word, f)))
    }

    /// Whether it is a name that is known to be sensitive.
    fn is_sensitive(&self, word: &W) -> bool {
        named::is_sensitive(&By(|f: &mut fmt::Formatter<'_>| self.debug(word, f)))
    }

    /// As serde writes it.
    ///
    /// # Errors
    ///
    /// Those of the serializer.
    fn serialize<S: Serializer>(&self, word: &W, serializer: S) -> Result<S::Ok, S::Error>;
}

#[diagnostic::do_not_recommend]
impl<T: fmt::Debug + Serialize> KeyField<ShownKeys> for T {
    fn debug(&self, _word: &ShownKeys, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self, f)
    }

    fn serialize<S: Serializer>(
        &self,
        _word: &ShownKeys,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        Serialize::serialize(self, serializer)
    }
}

#[diagnostic::do_not_recommend]
impl<T: Field<W>, W> KeyField<MaskedKeys<W>> for T {
    fn debug(&self, word: &MaskedKeys<W>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        Field::debug(self, &word.0, f)
    }

    fn serialize<S: Serializer>(
        &self,
        word: &MaskedKeys<W>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        Field::serialize(self, &word.0, serializer)
    }
}

#[diagnostic::do_not_recommend]
impl<T> KeyField<HiddenKeys> for T {
    fn debug(&self, _word: &HiddenKeys, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(HIDDEN, f)
    }

    fn serialize<S: Serializer>(
        &self,
        _word: &HiddenKeys,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(HIDDEN)
    }
}

struct OfKey<'a, T, W>(&'a T, &'a W);

impl<T: KeyField<W>, W> fmt::Debug for OfKey<'_, T, W> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.debug(self.1, f)
    }
}

impl<T: KeyField<W>, W> Serialize for OfKey<'_, T, W> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(self.1, serializer)
    }
}

/// The value under a key.
fn under<'a, K, V, W>(key: &K, value: &'a V, word: &'a W) -> Named<'a, V, W::Values>
where
    W: Word,
    K: KeyField<W::Keys>,
{
    Named {
        value: Of(value, word.values()),
        hidden: W::NAMED && key.is_sensitive(word.keys()),
    }
}

macro_rules! maps {
    ($([$($generics:tt)*] $map:ty),+ $(,)?) => {$(
        impl<K, V: Element, $($generics)*> Element for $map {}

        #[diagnostic::do_not_recommend]
        impl<K, V, W, $($generics)*> Field<W> for $map
        where
            W: Word,
            K: KeyField<W::Keys>,
            V: Field<W::Values>,
        {
            fn debug(&self, word: &W, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                let entries = self.iter();
                let masked = entries.map(|(k, v)| (OfKey(k, word.keys()), under(k, v, word)));
                f.debug_map().entries(masked).finish()
            }

            fn line(&self, word: &W, _at: At, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                list(f, ['{', '}'], self, |(key, value), f| {
                    key.line(word.keys(), f)?;
                    f.write_str("=")?;
                    under(key, value, word).line(f)
                })
            }

            fn serialize<S: Serializer>(&self, word: &W, serializer: S) -> Result<S::Ok, S::Error> {
                let entries = self.iter();
                serializer.collect_map(
                    entries.map(|(k, v)| (OfKey(k, word.keys()), under(k, v, word))),
                )
            }
        }
    )+};
}

maps!([] BTreeMap<K, V>, [H] HashMap<K, V, H>);
