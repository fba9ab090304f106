//! `#[mask(reject_masked)]`: how a field is read.

use std::marker::PhantomData;

use serde::de::{Deserialize, Deserializer, Error};

use crate::mask::MaskedText;
use crate::mask::reject::{refuse, without_value};

/// A masked field that is read.
#[diagnostic::on_unimplemented(
    message = "`reject_masked` reads this field, and `{Self}` is not `Deserialize`",
    label = "not read by serde: write `#[derive(serde::Deserialize)]` on the type, or remove `reject_masked`"
)]
pub trait IsRead<'de>: Sized {
    /// Reads it.
    ///
    /// # Errors
    ///
    /// Those of the deserializer.
    fn read<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error>;
}

#[diagnostic::do_not_recommend]
impl<'de, T: Deserialize<'de>> IsRead<'de> for T {
    fn read<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        T::deserialize(deserializer)
    }
}

/// Asks whether a type can hold text that a masker wrote. A method call on `&Reading` finds
/// [`ReadText`] first, then [`ReadOther`].
#[derive(Debug)]
pub struct Reading<T>(PhantomData<fn() -> T>);

impl<T> Reading<T> {
    /// Asks about a type.
    #[expect(clippy::new_without_default, reason = "called by generated code only")]
    pub const fn new() -> Self {
        Self(PhantomData)
    }
}

/// What can: a mask is refused.
pub trait ReadText<T> {
    /// What was read, if it is no mask.
    ///
    /// # Errors
    ///
    /// That of the reading, without what it quotes, and if it is masked.
    fn unmasked<E: Error>(&self, read: Result<T, E>) -> Result<T, E>;
}

impl<T: MaskedText> ReadText<T> for Reading<T> {
    fn unmasked<E: Error>(&self, read: Result<T, E>) -> Result<T, E> {
        refuse(read)
    }
}

/// What cannot, such as a number: a mask is of the wrong type anyway.
pub trait ReadOther<T> {
    /// What was read.
    ///
    /// # Errors
    ///
    /// That of the reading, without what it quotes.
    fn unmasked<E: Error>(&self, read: Result<T, E>) -> Result<T, E>;
}

impl<T> ReadOther<T> for &Reading<T> {
    fn unmasked<E: Error>(&self, read: Result<T, E>) -> Result<T, E> {
        read.map_err(without_value)
    }
}
