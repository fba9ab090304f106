//! The pieces that implementations of [`Field`] are made of.

use std::fmt::{self, Write as _};

use serde::{Serialize, Serializer};

use super::Field;
use crate::mask::style::Pieces;

/// What a function writes, as a value that is `Debug`, for the builders of std.
pub struct By<F>(pub F);

impl<F: Fn(&mut fmt::Formatter<'_>) -> fmt::Result> fmt::Debug for By<F> {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        (self.0)(f)
    }
}

/// A text as it is, as a value that is `Debug`.
pub struct Literal(pub &'static str);

impl fmt::Debug for Literal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

/// A field and the word about it, as a value that is `Debug` and `Serialize`.
pub struct Of<'a, T: ?Sized, W>(pub &'a T, pub &'a W);

impl<T: Field<W> + ?Sized, W> fmt::Debug for Of<'_, T, W> {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.debug(self.1, f)
    }
}

impl<T: Field<W> + ?Sized, W> Serialize for Of<'_, T, W> {
    #[inline]
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(self.1, serializer)
    }
}

/// A constant in place of any value.
///
/// # Errors
///
/// Those of the serializer.
#[inline]
pub fn constant<T: ?Sized, S: Serializer>(
    _value: &T,
    text: &'static str,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(text)
}

/// Bytes of a mask that need no allocation: an address with a usual domain, and the rest.
const SMALL: usize = 64;

/// Writes a mask as `Debug` writes text: put together first, so that it is one write.
#[inline]
pub(super) fn debug_pieces(pieces: &Pieces<'_>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let mut small = Small::new();
    let whole = small.write_str("\"").is_ok()
        && pieces.write(&mut small).is_ok()
        && small.is_plain_behind(1)
        && small.write_str("\"").is_ok();
    match small.text() {
        Some(text) if whole => f.write_str(text),
        _ => pieces.write_quoted(f),
    }
}

/// Serialises a mask as one text.
#[inline]
pub(super) fn serialize_pieces<S: Serializer>(
    pieces: &Pieces<'_>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    let mut small = Small::new();
    if pieces.write(&mut small).is_ok()
        && let Some(text) = small.text()
    {
        return serializer.serialize_str(text);
    }
    let mut long = String::with_capacity(pieces.len());
    // Writing to a `String` does not fail.
    let _ = pieces.write(&mut long);
    serializer.serialize_str(&long)
}

struct Small {
    bytes: [u8; SMALL],
    len: usize,
}

impl Small {
    #[inline]
    fn new() -> Self {
        Small {
            bytes: [0; SMALL],
            len: 0,
        }
    }

    /// Whether `Debug` writes everything from `start` on as it is.
    #[inline]
    fn is_plain_behind(&self, start: usize) -> bool {
        let bytes = self.bytes.get(start..self.len).unwrap_or_default();
        let special = |byte: u8| !(b' '..=b'~').contains(&byte) || byte == b'"' || byte == b'\\';
        // Without an early end, so that it is many bytes at a time.
        bytes.iter().filter(|byte| special(**byte)).count() == 0
    }

    #[inline]
    fn text(&self) -> Option<&str> {
        std::str::from_utf8(self.bytes.get(..self.len)?).ok()
    }
}

impl fmt::Write for Small {
    #[inline]
    fn write_str(&mut self, part: &str) -> fmt::Result {
        let end = self.len + part.len();
        let place = self.bytes.get_mut(self.len..end).ok_or(fmt::Error)?;
        place.copy_from_slice(part.as_bytes());
        self.len = end;
        Ok(())
    }
}

/// What a value writes as its `Display`, on the stack where it is short: a number, an address.
pub(super) fn displayed<R>(value: &dyn fmt::Display, then: impl FnOnce(&str) -> R) -> R {
    let mut small = Small::new();
    if write!(small, "{value}").is_ok()
        && let Some(text) = small.text()
    {
        return then(text);
    }
    then(&value.to_string())
}
