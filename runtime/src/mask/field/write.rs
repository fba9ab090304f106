//! The pieces that implementations of [`Field`] are made of.

use std::fmt::{self, Write as _};

use arrayvec::ArrayString;
use serde::{Serialize, Serializer};

use super::Field;
use super::word::Partly;

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

/// A mask that is put together on the stack: an address with a usual domain, and the rest.
type Small = ArrayString<64>;

/// Writes the mask of a text as `Debug` writes text: put together first, so that it is one write.
pub(super) fn debug_masked(
    word: &impl Partly,
    text: &str,
    f: &mut fmt::Formatter<'_>,
) -> fmt::Result {
    if let Some(mask) = word.usual(text) {
        let mut small = Small::new_const();
        let quoted = small
            .write_char('"')
            .and_then(|()| mask.write(&mut small))
            .and_then(|()| small.write_char('"'));
        if quoted.is_ok() {
            return f.write_str(&small);
        }
    }
    word.pieces(text).write_quoted(f)
}

/// Serialises the mask of a text as one text.
#[inline]
pub(super) fn serialize_masked<S: Serializer>(
    word: &impl Partly,
    text: &str,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    let mut small = Small::new_const();
    if put(word, text, &mut small) || put_any(word, text, &mut small) {
        serializer.serialize_str(&small)
    } else {
        serializer.serialize_str(&long(word, text))
    }
}

/// Puts the mask together if it is told at once and is short.
#[inline]
fn put(word: &impl Partly, text: &str, small: &mut Small) -> bool {
    word.usual(text).is_some_and(|mask| {
        // It is empty, and here it is known to be, so that most is known to fit.
        small.clear();
        mask.write(small).is_ok()
    })
}

/// Puts any mask together, if it is short.
#[inline(never)]
fn put_any(word: &impl Partly, text: &str, small: &mut Small) -> bool {
    small.clear();
    word.pieces(text).write(small).is_ok()
}

#[cold]
fn long(word: &impl Partly, text: &str) -> String {
    let pieces = word.pieces(text);
    let mut long = String::with_capacity(pieces.len());
    // Writing to a `String` does not fail.
    let _ = pieces.write(&mut long);
    long
}

/// What a value writes as its `Display`, on the stack where it is short: a number, an address.
pub(super) fn displayed<R>(value: &dyn fmt::Display, then: impl FnOnce(&str) -> R) -> R {
    let mut small = Small::new_const();
    if write!(small, "{value}").is_ok() {
        return then(&small);
    }
    then(&value.to_string())
}
