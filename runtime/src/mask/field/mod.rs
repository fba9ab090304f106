//! What a field of a type that derives `Masked` is written by: told by its type, and by the word
//! about it.
//!
//! [`Field<W>`] is a type that the word `W` can mask. Containers pass the word on, so that
//! `#[mask(email)]` means the same on `String`, `Option<String>` and `HashMap<u64, Vec<String>>`,
//! however the path to the type is spelled. Generated code does not call it directly but through
//! the traits of [`answers`], which say what to write where a type and a word do not go together.
//!
//! | file | subject |
//! |---|---|
//! | `answers` | the traits that generated code calls |
//! | `word` | the words |
//! | `text`, `other` | what they read: text; addresses, numbers, JSON |
//! | `plain` | types that are shown without a word |
//! | `containers`, `maps` | what holds other fields |
//! | `shown`, `called` | `#[mask(show)]`, `#[mask(with = ..)]` |
//! | `read` | `#[mask(reject_masked)]` |
//! | `write` | the pieces that implementations are made of |
//! | `line`, `leaf` | `field=value`, and the values in it |

mod answers;
mod called;
mod containers;
mod leaf;
mod line;
mod maps;
mod other;
mod plain;
mod read;
mod shown;
mod text;
mod word;
mod write;

use std::fmt;

use serde::Serializer;

pub use answers::{HasKeys, Hashes, Reads, Shows, Unsaid};
pub use called::{called, called_debug};
pub use line::{At, Line, Shape, line};
pub use maps::KeyField;
pub use read::{IsRead, ReadOther, ReadText, Reading};
pub use shown::{NotDerived, Probe, ShownAny, ShownDebug, ShownMasked, ShownSerialize};
pub use word::{
    Card, Email, Hash, HiddenKeys, Iban, Ip, KeepSome, Keyed, MaskedKeys, NoWord, Phone, ShownKeys,
    Ssn, Text, Word,
};
pub use write::{By, Literal, Of, constant};

/// A type that the word `W` can mask.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not masked",
    label = "write `#[derive(gambeson::Masked)]` on it"
)]
pub trait Field<W> {
    /// As `Debug` writes it, masked.
    ///
    /// # Errors
    ///
    /// Those of the formatter.
    fn debug(&self, word: &W, f: &mut fmt::Formatter<'_>) -> fmt::Result;

    /// As one line, or as a value in it, masked.
    ///
    /// # Errors
    ///
    /// Those of the formatter.
    fn line(&self, word: &W, at: At, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let _ = at;
        leaf::value(f, &By(|f: &mut fmt::Formatter<'_>| self.debug(word, f)))
    }

    /// As serde writes it, masked.
    ///
    /// # Errors
    ///
    /// Those of the serializer.
    fn serialize<S: Serializer>(&self, word: &W, serializer: S) -> Result<S::Ok, S::Error>;
}

/// A type of which a list can be masked by what masks one. Everything but `u8`: a list of those is
/// bytes, which may be a secret where a small number is none.
pub trait Element {}
