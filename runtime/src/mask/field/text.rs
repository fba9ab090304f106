//! Text, by the words that read it.

use std::ffi::{OsStr, OsString};
use std::fmt;
use std::path::{Path, PathBuf};

use serde::Serializer;

use super::word::{Card, Email, Hash, Iban, Ip, KeepSome, Phone, Ssn, Text};
use super::write::{debug_masked, serialize_masked};
use super::{Element, Field};
use crate::mask::Masker;

macro_rules! partly {
    ($($word:ty),*) => {$(
        #[diagnostic::do_not_recommend]
        impl Field<$word> for str {
            #[inline]
            fn debug(&self, word: &$word, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                debug_masked(word, self, f)
            }

            #[inline]
            fn serialize<S: Serializer>(
                &self,
                word: &$word,
                serializer: S,
            ) -> Result<S::Ok, S::Error> {
                serialize_masked(word, self, serializer)
            }
        }
    )*};
}

partly!(Email, Phone, Card, Ssn, Iban, Ip, KeepSome, Hash);

#[diagnostic::do_not_recommend]
impl Field<Text> for str {
    fn debug(&self, _word: &Text, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&*Masker::global().mask(self), f)
    }

    fn serialize<S: Serializer>(&self, _word: &Text, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&Masker::global().mask(self))
    }
}

impl Element for str {}

/// What is read as text.
macro_rules! as_text {
    ($($type:ty: |$value:ident| $text:expr),* $(,)?) => {$(
        impl Element for $type {}

        #[diagnostic::do_not_recommend]
        impl<W> Field<W> for $type
        where
            str: Field<W>,
        {
            #[inline]
            fn debug(&self, word: &W, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                let $value = self;
                Field::<W>::debug(&*$text, word, f)
            }

            #[inline]
            fn serialize<S: Serializer>(&self, word: &W, serializer: S) -> Result<S::Ok, S::Error> {
                let $value = self;
                Field::<W>::serialize(&*$text, word, serializer)
            }
        }
    )*};
}

as_text! {
    String: |text| text.as_str(),
    OsStr: |text| text.to_string_lossy(),
    OsString: |text| text.to_string_lossy(),
    Path: |path| path.to_string_lossy(),
    PathBuf: |path| path.to_string_lossy(),
}
