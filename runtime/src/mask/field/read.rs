//! `#[mask(reject_masked)]`: how a field is read.

use std::marker::PhantomData;

use serde::{Deserialize, Deserializer};

use crate::mask::{MaskedText, reject_masked};

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
    /// Reads it.
    ///
    /// # Errors
    ///
    /// Those of the deserializer, and if it is masked.
    fn read<'de, D: Deserializer<'de>>(&self, deserializer: D) -> Result<T, D::Error>
    where
        T: Deserialize<'de>;
}

impl<T: MaskedText> ReadText<T> for Reading<T> {
    fn read<'de, D: Deserializer<'de>>(&self, deserializer: D) -> Result<T, D::Error>
    where
        T: Deserialize<'de>,
    {
        reject_masked(deserializer)
    }
}

/// What cannot, such as a number: a mask is of the wrong type anyway.
pub trait ReadOther<T> {
    /// Reads it.
    ///
    /// # Errors
    ///
    /// Those of the deserializer.
    fn read<'de, D: Deserializer<'de>>(&self, deserializer: D) -> Result<T, D::Error>
    where
        T: Deserialize<'de>;
}

impl<T> ReadOther<T> for &Reading<T> {
    fn read<'de, D: Deserializer<'de>>(&self, deserializer: D) -> Result<T, D::Error>
    where
        T: Deserialize<'de>,
    {
        T::deserialize(deserializer).map_err(crate::mask::reject::without_value)
    }
}
