//! Masked text that is read back, and refused.

use serde::de::{Deserialize, Deserializer, Error};

mod form;
#[cfg(test)]
mod tests;
mod text;

pub use text::MaskedText;

/// Reads a value, and refuses it if it is text that a masker wrote: `********`,
/// `j***@example.com`, `***-***-4567`, `[EMAIL]`, ..
///
/// For `#[serde(deserialize_with = "..")]`, on what is read from where masked text may come back: a
/// form that was filled from a masked answer, a configuration that was copied from a log. Without
/// it, the stars become the password.
///
/// Works for text, for [`Secret`](super::Secret), and for options, lists and maps of them: all that
/// is [`MaskedText`].
///
/// # Errors
///
/// If it is masked, or if it is not what `T` is read from. Neither error tells what stood there.
///
/// # Examples
///
/// ```
/// use gambeson::Secret;
/// use gambeson::mask::reject_masked;
/// use serde::{Deserialize, de::IntoDeserializer, de::value::Error};
///
/// #[derive(Debug, Deserialize)]
/// struct Settings {
///     #[serde(deserialize_with = "reject_masked")]
///     password: Secret<String>,
/// }
///
/// let read = |password: &'static str| {
///     let fields = std::iter::once(("password", password));
///     Settings::deserialize(serde::de::value::MapDeserializer::<_, Error>::new(fields))
/// };
/// assert_eq!(read("open sesame")?.password.expose(), "open sesame");
/// assert_eq!(
///     read("********").unwrap_err().to_string(),
///     "the text is masked, as logs show it; give the value itself",
/// );
/// # Ok::<(), Error>(())
/// ```
pub fn reject_masked<'de, D, T>(deserializer: D) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    T: Deserialize<'de> + MaskedText,
{
    refuse(T::deserialize(deserializer))
}

/// Refuses a mask that was read.
pub(in crate::mask) fn refuse<T: MaskedText, E: Error>(read: Result<T, E>) -> Result<T, E> {
    let value = read.map_err(without_value)?;
    if value.is_masked() {
        return Err(E::custom(
            "the text is masked, as logs show it; give the value itself",
        ));
    }
    Ok(value)
}

/// The error without what it quotes: serde's own tell the value that did not fit.
pub(in crate::mask) fn without_value<E: Error>(error: E) -> E {
    let text = error.to_string();
    if text.contains(['`', '"', '\'']) {
        E::custom("the value is not of the type that is read here; it is secret and not shown")
    } else {
        error
    }
}
