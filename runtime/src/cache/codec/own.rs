//! A format of one's own.

use std::fmt;

use serde::de::DeserializeOwned;
use serde::{Deserializer, Serialize, Serializer};

/// A format of your own for the entries in Redis.
///
/// A codec knows no types: it is handed a value that can be serialised, and a slot that takes a
/// deserialiser. Bytes may come from anywhere, so decoding must return an error, and not panic,
/// for whatever it cannot read.
///
/// ```
/// use gambeson::cache::{Codec, CodecError, CodecSettings, ValueRef, ValueSlot};
///
/// struct Pretty;
///
/// impl Codec for Pretty {
///     fn id(&self) -> u8 {
///         1
///     }
///
///     fn encode(&self, value: ValueRef<'_>, out: &mut Vec<u8>) -> Result<(), CodecError> {
///         serde_json::to_writer_pretty(out, &value).map_err(CodecError::new)
///     }
///
///     fn decode(&self, bytes: &[u8], slot: ValueSlot<'_>) -> Result<(), CodecError> {
///         let mut reader = serde_json::Deserializer::from_slice(bytes);
///         slot.fill(&mut reader)?;
///         reader.end().map_err(CodecError::new)
///     }
/// }
///
/// let settings = CodecSettings::own(Pretty);
/// ```
pub trait Codec: Send + Sync + 'static {
    /// The codec's number, stored before each value: 0 to 127, and another one for each format
    /// that you have ever used in one Redis (only the low seven bits count).
    fn id(&self) -> u8;

    /// Appends `value` to `out`.
    ///
    /// # Errors
    /// When the format cannot hold the value. It is then not stored.
    fn encode(&self, value: ValueRef<'_>, out: &mut Vec<u8>) -> Result<(), CodecError>;

    /// Fills `slot` from `bytes`, which are all of one value.
    ///
    /// # Errors
    /// When they are not. The entry is then a miss.
    fn decode(&self, bytes: &[u8], slot: ValueSlot<'_>) -> Result<(), CodecError>;
}

/// A value to encode, of whatever type: it implements serde's `Serialize`.
pub struct ValueRef<'a>(&'a dyn erased_serde::Serialize);

impl<'a> ValueRef<'a> {
    pub(super) fn new<T: Serialize>(value: &'a T) -> Self {
        Self(value)
    }
}

impl Serialize for ValueRef<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        erased_serde::serialize(self.0, serializer)
    }
}

impl fmt::Debug for ValueRef<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ValueRef").finish_non_exhaustive()
    }
}

/// Where a decoded value goes.
pub struct ValueSlot<'a>(&'a mut Fill<'a>);

type Fill<'a> =
    dyn FnMut(&mut dyn erased_serde::Deserializer<'_>) -> Result<(), erased_serde::Error> + 'a;

impl ValueSlot<'_> {
    /// Reads the value from `deserializer`.
    ///
    /// # Errors
    /// When what it reads is not a value of the type that is asked for.
    pub fn fill<'de, D: Deserializer<'de>>(self, deserializer: D) -> Result<(), CodecError> {
        (self.0)(&mut <dyn erased_serde::Deserializer<'_>>::erase(
            deserializer,
        ))
        .map_err(CodecError::new)
    }
}

impl fmt::Debug for ValueSlot<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ValueSlot").finish_non_exhaustive()
    }
}

/// Reads a value of a known type with a codec that knows none.
pub(super) fn decode<T: DeserializeOwned>(
    codec: &dyn Codec,
    bytes: &[u8],
) -> Result<T, CodecError> {
    let mut value = None;
    codec.decode(
        bytes,
        ValueSlot(&mut |deserializer| {
            value = Some(T::deserialize(deserializer)?);
            Ok(())
        }),
    )?;
    value.ok_or_else(|| CodecError::new("the codec read nothing"))
}

/// Why a [`Codec`] could not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CodecError(String);

impl CodecError {
    /// From the format's own error, or in your words.
    pub fn new(reason: impl fmt::Display) -> Self {
        Self(reason.to_string())
    }
}

impl fmt::Display for CodecError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for CodecError {}
