//! Maps: a word for the values, and one for the keys.

use std::collections::{BTreeMap, HashMap};
use std::fmt;

use serde::{Serialize, Serializer};

use super::line::list;
use super::word::{HiddenKeys, MaskedKeys, ShownKeys, Word};
use super::{At, By, Element, Field, Of, leaf};
use crate::mask::Masker;
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
        let key = format!("{:?}", By(|f: &mut fmt::Formatter<'_>| self.debug(word, f)));
        Masker::global().is_sensitive(key.trim_matches('"'))
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

/// A value, or what stands for it under a sensitive name.
struct OfValue<'a, T, W> {
    value: Of<'a, T, W>,
    hidden: bool,
}

impl<'a, T, W> OfValue<'a, T, W> {
    fn new<K, M>(key: &K, value: &'a T, word: &'a M) -> Self
    where
        M: Word<Values = W>,
        K: KeyField<M::Keys>,
    {
        OfValue {
            value: Of(value, word.values()),
            hidden: M::NAMED && key.is_sensitive(word.keys()),
        }
    }
}

impl<T: Field<W>, W> fmt::Debug for OfValue<'_, T, W> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.hidden {
            fmt::Debug::fmt(HIDDEN, f)
        } else {
            fmt::Debug::fmt(&self.value, f)
        }
    }
}

impl<T: Field<W>, W> OfValue<'_, T, W> {
    fn line(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.hidden {
            f.write_str(HIDDEN)
        } else {
            self.value.0.line(self.value.1, At::Inside, f)
        }
    }
}

impl<T: Field<W>, W> Serialize for OfValue<'_, T, W> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if self.hidden {
            serializer.serialize_str(HIDDEN)
        } else {
            Serialize::serialize(&self.value, serializer)
        }
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
                let masked = entries.map(|(k, v)| (OfKey(k, word.keys()), OfValue::new(k, v, word)));
                f.debug_map().entries(masked).finish()
            }

            fn line(&self, word: &W, _at: At, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                list(f, ['{', '}'], self, |(key, value), f| {
                    key.line(word.keys(), f)?;
                    f.write_str("=")?;
                    OfValue::new(key, value, word).line(f)
                })
            }

            fn serialize<S: Serializer>(&self, word: &W, serializer: S) -> Result<S::Ok, S::Error> {
                let entries = self.iter();
                serializer.collect_map(
                    entries.map(|(k, v)| (OfKey(k, word.keys()), OfValue::new(k, v, word))),
                )
            }
        }
    )+};
}

maps!([] BTreeMap<K, V>, [H] HashMap<K, V, H>);
