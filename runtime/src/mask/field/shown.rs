//! `#[mask(show)]`: by `Debug`, and by `Serialize` where the type has it.

use std::fmt;

use serde::{Deserializer, Serialize, Serializer};

use super::called::called;
use super::{At, Field, NoWord, line};
use crate::mask::style::HIDDEN;

/// Asks how a type can be shown. A method call on `&&&Probe` finds [`ShownMasked`] first, then
/// [`ShownSerialize`], [`ShownDebug`], [`ShownAny`].
#[derive(Debug)]
pub struct Probe<'a, T: ?Sized>(pub &'a T);

/// A type that is masked is shown so: its `Debug` is masked, and a plain `Serialize` beside it
/// would not be.
pub trait ShownMasked {
    /// Masked.
    ///
    /// # Errors
    ///
    /// Those of the serializer.
    fn shown<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error>;

    /// As a value of a line.
    ///
    /// # Errors
    ///
    /// Those of the formatter.
    fn shown_line(&self, at: At, f: &mut fmt::Formatter<'_>) -> fmt::Result;
}

impl<T: Field<NoWord> + ?Sized> ShownMasked for &&Probe<'_, T> {
    #[inline]
    fn shown<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(&NoWord, serializer)
    }

    fn shown_line(&self, at: At, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.line(&NoWord, at, f)
    }
}

/// Serialised by its own `Serialize`.
pub trait ShownSerialize {
    /// As it is.
    ///
    /// # Errors
    ///
    /// Those of the serializer.
    fn shown<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error>;
}

impl<T: Serialize + ?Sized> ShownSerialize for &&&Probe<'_, T> {
    #[inline]
    fn shown<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}

/// Serialised as the text of its `Debug`.
pub trait ShownDebug {
    /// The text of its `Debug`.
    ///
    /// # Errors
    ///
    /// Those of the serializer.
    fn shown<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error>;

    /// As a value of a line.
    ///
    /// # Errors
    ///
    /// Those of the formatter.
    fn shown_line(&self, at: At, f: &mut fmt::Formatter<'_>) -> fmt::Result;
}

impl<T: fmt::Debug + ?Sized> ShownDebug for &Probe<'_, T> {
    fn shown<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        called(&self.0, serializer)
    }

    fn shown_line(&self, _at: At, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        line(self.0, f)
    }
}

/// A type that has neither. The missing `Debug` is reported, so that this is never run.
pub trait ShownAny {
    /// Nothing of it.
    ///
    /// # Errors
    ///
    /// Those of the serializer.
    fn shown<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error>;

    /// Nothing of it.
    ///
    /// # Errors
    ///
    /// Those of the formatter.
    fn shown_line(&self, at: At, f: &mut fmt::Formatter<'_>) -> fmt::Result;
}

impl<T: ?Sized> ShownAny for Probe<'_, T> {
    fn shown<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(HIDDEN)
    }

    fn shown_line(&self, _at: At, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(HIDDEN)
    }
}

/// What stands for the functions that serde's derive writes, where it refused the copy of the
/// definition and wrote none. Its error is reported, so that this is never run.
pub trait NotDerived {
    /// Nothing of it.
    ///
    /// # Errors
    ///
    /// Always.
    fn serialize<T: ?Sized, S: Serializer>(_value: &T, _serializer: S) -> Result<S::Ok, S::Error> {
        Err(serde::ser::Error::custom("not serialised"))
    }

    /// Nothing.
    ///
    /// # Errors
    ///
    /// Always.
    fn deserialize<'de, T, D: Deserializer<'de>>(_deserializer: D) -> Result<T, D::Error> {
        Err(serde::de::Error::custom("not read"))
    }
}

impl<T: ?Sized> NotDerived for T {}
