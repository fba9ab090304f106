//! The traits that generated code calls. Each says, of a type that it does not fit, what to write.

use std::fmt;

use serde::Serializer;

use super::word::{Hash, NoWord};
use super::{At, Field};

macro_rules! front {
    ($($(#[$about:meta])* $name:ident<$($param:ident),*> over $word:ty;)*) => {$(
        $(#[$about])*
        pub trait $name<$($param),*> {
            /// As `Debug` writes it.
            ///
            /// # Errors
            ///
            /// Those of the formatter.
            fn debug(&self, word: &$word, f: &mut fmt::Formatter<'_>) -> fmt::Result;

            /// As one line.
            ///
            /// # Errors
            ///
            /// Those of the formatter.
            fn line(&self, word: &$word, at: At, f: &mut fmt::Formatter<'_>) -> fmt::Result;

            /// As serde writes it.
            ///
            /// # Errors
            ///
            /// Those of the serializer.
            fn serialize<S: Serializer>(&self, word: &$word, serializer: S) -> Result<S::Ok, S::Error>;
        }

        #[diagnostic::do_not_recommend]
        impl<T: Field<$word> + ?Sized, $($param),*> $name<$($param),*> for T {
            #[inline]
            fn debug(&self, word: &$word, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                Field::debug(self, word, f)
            }

            #[inline]
            fn line(&self, word: &$word, at: At, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                Field::line(self, word, at, f)
            }

            #[inline]
            fn serialize<S: Serializer>(&self, word: &$word, serializer: S) -> Result<S::Ok, S::Error> {
                Field::serialize(self, word, serializer)
            }
        }
    )*};
}

front! {
    /// A field without a word.
    #[diagnostic::on_unimplemented(
        message = "a field of type `{Self}` needs a word on what may be shown of it",
        label = "it may hold a secret: write what it is above it, such as `#[mask(secret)]`",
        note = "`#[mask(secret)]` hides it, `#[mask(skip)]` leaves it out, `#[mask(show)]` shows it, `#[mask(with = path)]` calls a function",
        note = "of text: `email`, `phone`, `card`, `ssn`, `iban`, `ip`, `text`, `hash`, `keep_first = 2`, `keep_last = 4`, `fixed = \"..\"`",
        note = "a type of your own, also within a container: write `#[derive(gambeson::Masked)]` on it; the keys of a map need `Debug` and `Serialize`",
        note = "for all fields of the type: `#[mask(default = secret)]` or `#[mask(default = show)]` on it"
    )]
    Unsaid<> over NoWord;

    /// A field whose word reads text. `Said` is a type that bears the word's name, for nothing but the
    /// text.
    #[diagnostic::on_unimplemented(
        message = "`#[mask({Said})]` reads text, and this is a `{Self}`",
        label = "no text: write `#[mask(secret)]`",
        note = "text, and what holds text: `String`, `&str`, `PathBuf`, `Option`, `Vec`, maps, `Box`, `Arc`, `Cow`, tuples of text; an `IpAddr` and a `SocketAddr` by `ip`, a `serde_json::Value` by `text`",
        note = "for any type: `#[mask(secret)]`, `#[mask(fixed = \"..\")]`, `#[mask(with = path)]`, `#[mask(skip)]`, `#[mask(show)]`"
    )]
    Reads<W, Said> over W;

    /// A field that becomes a pseudonym.
    #[diagnostic::on_unimplemented(
        message = "`#[mask(hash)]` reads text, whole numbers and addresses, and this is a `{Self}`",
        label = "none of them: write `#[mask(secret)]`",
        note = "for any type: `#[mask(secret)]`, `#[mask(fixed = \"..\")]`, `#[mask(with = path)]`, `#[mask(skip)]`, `#[mask(show)]`"
    )]
    Hashes<> over Hash;

    /// A field with a word for the keys of a map.
    #[diagnostic::on_unimplemented(
        message = "`keys(..)` cannot mask a `{Self}`",
        label = "no map whose keys and values can be masked so",
        note = "`keys(..)` masks the keys of a `HashMap` or `BTreeMap`; values of text need a word beside it, as in `#[mask(phone, keys(email))]`"
    )]
    HasKeys<W> over W;
}

/// A field that is shown.
#[diagnostic::on_unimplemented(
    message = "`#[mask(show)]` shows what `Debug` writes, and `{Self}` has no `Debug`",
    label = "no `Debug`: write `#[derive(Debug)]` on the type, or `#[mask(secret)]` here"
)]
pub trait Shows {
    /// As `Debug` writes it.
    ///
    /// # Errors
    ///
    /// Those of the formatter.
    fn debug(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result;
}

#[diagnostic::do_not_recommend]
impl<T: fmt::Debug + ?Sized> Shows for T {
    #[inline]
    fn debug(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self, f)
    }
}
