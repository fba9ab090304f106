//! The text of one field, masked.

use std::borrow::Cow;

use crate::Masker;
use crate::log::set_up::record::Value;

/// What stands in the place of a sensitive field.
const HIDDEN: &str = "********";

/// The field, masked by its name and for what is found in it; `None` where it stays as it is.
pub(super) fn field(masker: &Masker, name: &str, value: Value<'_>) -> Option<String> {
    if masker.is_sensitive(name) {
        return Some(HIDDEN.to_owned());
    }
    if let Value::Bool(_) = value {
        return None;
    }
    let text = format!("{name}={value}");
    let Cow::Owned(shown) = masker.mask(&text) else {
        return None;
    };
    match shown
        .strip_prefix(name)
        .and_then(|text| text.strip_prefix('='))
    {
        Some(shown) => Some(shown.to_owned()),
        // Something is found in the name.
        None => Some(masker.mask(&value.to_string()).into_owned()),
    }
}

/// The text of a message, masked.
pub(super) fn message<'t>(masker: Option<&Masker>, text: &'t str) -> Cow<'t, str> {
    match masker {
        Some(masker) => masker.mask(text),
        None => Cow::Borrowed(text),
    }
}
