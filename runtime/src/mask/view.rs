//! A value as it may be shown.

use std::fmt;

use serde::{Serialize, Serializer};

use super::Masked;
use super::field::{At, NoWord};

/// A value as it may be shown, made by [`masked()`](Masked::masked). It borrows the value.
///
/// | written by | as |
/// |---|---|
/// | `{:?}`, `{:#?}`, `?view` | what `derive(Debug)` writes, masked |
/// | `{}`, `%view` | one line, `field=value`; nothing in a value ends the line or forges a field |
/// | serde | what `derive(Serialize)` writes, masked |
///
/// ```
/// use gambeson::Masked;
///
/// #[derive(Masked)]
/// struct Card {
///     #[mask(card)]
///     number: String,
///     pin: u16,
/// }
///
/// let card = Card { number: "4111-1111-1111-1234".to_owned(), pin: 1234 };
/// let view = card.masked();
/// assert_eq!(format!("{view}"), "number=****-****-****-1234 pin=********");
/// assert_eq!(
///     format!("{view:?}"),
///     r#"Card { number: "****-****-****-1234", pin: "********" }"#,
/// );
/// ```
pub struct View<'a, T: ?Sized>(&'a T);

impl<'a, T: Masked + ?Sized> View<'a, T> {
    pub(super) fn new(value: &'a T) -> Self {
        View(value)
    }
}

impl<T: ?Sized> Clone for View<'_, T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T: ?Sized> Copy for View<'_, T> {}

impl<T: Masked + ?Sized> fmt::Debug for View<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.debug(&NoWord, f)
    }
}

impl<T: Masked + ?Sized> fmt::Display for View<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.line(&NoWord, At::Top, f)
    }
}

impl<T: Masked + ?Sized> Serialize for View<'_, T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(&NoWord, serializer)
    }
}
