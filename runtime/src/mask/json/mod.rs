//! Masking of JSON: over the bytes, so that formatting, the spelling of numbers and duplicate keys
//! stay, and what is not sensitive is given back bit for bit.
//!
//! | file | subject |
//! |---|---|
//! | `fast` | the usual case: one scan of the whole text, laid over its outline |
//! | `outline` | the structure, 64 bytes at a time |
//! | `bits` | its masks |
//! | `plain` | names that need no second look |
//! | `walk` | every case: the structure, value by value |
//! | `frame` | what is known of an object or array while it is open; names and values in pairs |
//! | `strings` | strings with escapes, and JSON inside strings |
//! | `token` | the ends of strings, numbers and whole values |
//! | `edit` | what is written in the place of what |

mod bits;
mod edit;
mod fast;
mod frame;
mod outline;
mod plain;
mod strings;
#[cfg(test)]
mod tests;
mod token;
mod walk;

use std::borrow::Cow;

use serde_json::Value;

use self::edit::{REST, Stopped};
use self::fast::Fast;
use super::Masker;
use super::masker::Inner;
use super::scan;

impl Masker {
    /// A JSON value, masked in place: the values of sensitive names whole, whatever they are, and
    /// what is found in other strings, numbers and names.
    ///
    /// Below [`max_depth`](super::MaskerBuilder::max_depth) objects and arrays become a
    /// placeholder; so does all of a value that is longer than
    /// [`max_bytes`](super::MaskerBuilder::max_bytes) as text, or deeper than 127.
    ///
    /// # Examples
    ///
    /// ```
    /// use gambeson::Masker;
    /// use serde_json::json;
    ///
    /// let mut order = json!({"user": "john@example.com", "pin": 1234, "items": 2});
    /// Masker::global().mask_json(&mut order);
    /// assert_eq!(order, json!({"user": "j***@example.com", "pin": "********", "items": 2}));
    /// ```
    pub fn mask_json(&self, value: &mut Value) {
        prune(value, self.limits().depth);
        let hidden = || Value::String(String::from_utf8_lossy(REST).into_owned());
        let Ok(text) = serde_json::to_vec(value) else {
            *value = hidden();
            return;
        };
        if let Cow::Owned(masked) = self.mask_json_bytes(&text) {
            *value = serde_json::from_slice(&masked).unwrap_or_else(|_| hidden());
        }
    }

    /// The text of a JSON document, or of several objects and arrays one behind the other, masked.
    /// It is borrowed where nothing is found.
    ///
    /// Numbers, objects and arrays under a sensitive name become a string, as does a number that
    /// is a card; what is JSON stays JSON. `{"name": "password", "value": ..}` and
    /// `["password", ..]` are read as names and their values, and JSON inside a string is opened
    /// once. What is not JSON, was cut off, or is not UTF-8 is masked as text. A text that is
    /// longer than [`max_bytes`](super::MaskerBuilder::max_bytes) becomes a placeholder.
    ///
    /// # Examples
    ///
    /// ```
    /// use gambeson::Masker;
    ///
    /// let masker = Masker::global();
    /// let masked = masker.mask_json_bytes(br#"{ "apiKey": [1, 2], "n": 1.50 }"#);
    /// assert_eq!(&*masked, br#"{ "apiKey": "********", "n": 1.50 }"#);
    /// ```
    pub fn mask_json_bytes<'t>(&self, json: &'t [u8]) -> Cow<'t, [u8]> {
        if json.len() > self.limits().bytes {
            return Cow::Owned(edit::quoted(REST));
        }
        if std::str::from_utf8(json).is_err() {
            return self.mask_bytes(json);
        }
        match masked(self.inner(), json) {
            Ok(None) => Cow::Borrowed(json),
            Ok(Some(masked)) => Cow::Owned(masked),
            Err(Stopped::TooMany) => Cow::Owned(edit::quoted(REST)),
            Err(Stopped::NotJson { hidden: None }) => self.mask_bytes(json),
            Err(Stopped::NotJson { hidden: Some(from) }) => Cow::Owned(cut_off(self, json, from)),
        }
    }
}

fn masked(inner: &Inner, json: &[u8]) -> Result<Option<Vec<u8>>, Stopped> {
    match fast::fast(inner, json)? {
        Fast::Same => return Ok(None),
        Fast::Masked(masked) => return Ok(Some(masked)),
        Fast::Walk => {}
    }
    let edits = walk::walk(inner, json, inner.limits().depth, true)?;
    Ok(edits.apply(inner, json))
}

/// The text ends within the value of a sensitive name.
fn cut_off(masker: &Masker, json: &[u8], from: usize) -> Vec<u8> {
    let before = json.get(..from).unwrap_or_default();
    let mut out = scan::mask(masker.inner(), before).unwrap_or_else(|| before.to_vec());
    out.extend_from_slice(&edit::hidden());
    out
}

/// Replaces what is too deep, without recursion.
fn prune(value: &mut Value, depth: usize) {
    let mut open = vec![(value, depth.min(127))];
    while let Some((value, left)) = open.pop() {
        match value {
            Value::Array(_) | Value::Object(_) if left == 0 => {
                *value = Value::String(String::from_utf8_lossy(REST).into_owned());
            }
            Value::Array(values) => open.extend(values.iter_mut().map(|value| (value, left - 1))),
            Value::Object(map) => open.extend(map.values_mut().map(|value| (value, left - 1))),
            _ => {}
        }
    }
}
