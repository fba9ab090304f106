//! A secret that is wiped when it is dropped, and that nothing shows.

use std::fmt;

use serde::de::{Deserialize, Deserializer};
use serde::ser::{Serialize, Serializer};
use zeroize::Zeroize;

use super::reject::without_value;
use super::style::HIDDEN;

mod equal;
#[cfg(test)]
mod tests;

/// A value that no `Debug`, `Display` or `Serialize` shows, and that is wiped when it is dropped.
///
/// There is one way out, [`expose`](Self::expose), so that a search for it finds every use.
/// `Secret<String>`, `Secret<Vec<u8>>`, `Secret<Box<str>>`, `Secret<Box<[u8]>>` and `Secret<[u8; N]>`
/// are compared in a time that depends on their lengths only.
///
/// What is wiped is the value itself, with the spare capacity of a `String` or `Vec`. Copies that
/// others made before it came here are theirs: a buffer that it was read into, the old place of a
/// `String` that grew.
///
/// # Examples
///
/// ```
/// use gambeson::Secret;
///
/// let key: Secret<String> = Secret::from("open sesame");
/// assert_eq!(format!("{key} {key:?}"), "******** Secret(********)");
/// assert!(key == Secret::from("open sesame"));
/// assert_eq!(key.expose(), "open sesame");
/// ```
///
/// It is read as its value is, and written as `********`:
///
/// ```
/// use gambeson::Secret;
///
/// # fn main() -> Result<(), serde::de::value::Error> {
/// # use serde::{Deserialize, de::IntoDeserializer};
/// let key: Secret<String> = Secret::deserialize("open sesame".into_deserializer())?;
/// assert_eq!(key.expose(), "open sesame");
/// # Ok(())
/// # }
/// ```
#[must_use]
#[derive(Clone, Default)]
pub struct Secret<T: Zeroize>(T);

impl<T: Zeroize> Secret<T> {
    /// Keeps the value secret from now on.
    ///
    /// ```
    /// let key = gambeson::Secret::new([7_u8; 32]);
    /// assert_eq!(key.to_string(), "********");
    /// ```
    pub const fn new(value: T) -> Self {
        Secret(value)
    }

    /// The value. What is made of it is no secret any more: do not clone it into a plain `String`.
    ///
    /// ```
    /// let key = gambeson::Secret::new(vec![1_u8, 2, 3]);
    /// assert_eq!(key.expose().len(), 3);
    /// ```
    pub const fn expose(&self) -> &T {
        &self.0
    }
}

impl<T: Zeroize> Drop for Secret<T> {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}

impl<T: Zeroize> fmt::Debug for Secret<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Secret({HIDDEN})")
    }
}

impl<T: Zeroize> fmt::Display for Secret<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(HIDDEN)
    }
}

impl<T: Zeroize> Serialize for Secret<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(HIDDEN)
    }
}

/// As the value is read. An error does not tell what stood there.
impl<'de, T: Zeroize + Deserialize<'de>> Deserialize<'de> for Secret<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        T::deserialize(deserializer)
            .map(Secret)
            .map_err(without_value)
    }
}

impl<T: Zeroize> From<T> for Secret<T> {
    fn from(value: T) -> Self {
        Secret(value)
    }
}

impl From<&str> for Secret<String> {
    fn from(text: &str) -> Self {
        Secret(text.to_owned())
    }
}

impl From<&str> for Secret<Box<str>> {
    fn from(text: &str) -> Self {
        Secret(text.into())
    }
}

impl From<&[u8]> for Secret<Vec<u8>> {
    fn from(bytes: &[u8]) -> Self {
        Secret(bytes.to_owned())
    }
}

impl std::str::FromStr for Secret<String> {
    type Err = std::convert::Infallible;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Ok(text.into())
    }
}
