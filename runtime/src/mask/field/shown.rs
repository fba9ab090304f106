//! `#[mask(show)]`: by `Debug`, and by `Serialize` where the type has it.

use std::fmt;

use serde::{Serialize, Serializer};

/// Asks how a type can be serialised. A method call on `&&Probe` finds [`ShownSerialize`] first,
/// then [`ShownDebug`], then [`ShownAny`].
#[derive(Debug)]
pub struct Probe<'a, T: ?Sized>(pub &'a T);

/// Serialised by its own `Serialize`.
pub trait ShownSerialize {
    /// As it is.
    ///
    /// # Errors
    ///
    /// Those of the serializer.
    fn shown<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error>;
}

impl<T: Serialize + ?Sized> ShownSerialize for &Probe<'_, T> {
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
}

impl<T: fmt::Debug + ?Sized> ShownDebug for &&Probe<'_, T> {
    fn shown<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&format_args!("{:?}", self.0))
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
}

impl<T: ?Sized> ShownAny for Probe<'_, T> {
    fn shown<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(super::super::style::HIDDEN)
    }
}
