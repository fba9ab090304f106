//! `serde_json`: the body is parsed, its tree is walked, and what came of it is written.

use serde_json::Value;

use super::patterns;

/// Names whose values are hidden, in lower case.
const SENSITIVE: [&str; 8] = [
    "password",
    "passwd",
    "secret",
    "token",
    "api_key",
    "authorization",
    "cvv",
    "pin",
];

/// Masks a body; `None` if it is not JSON.
pub(crate) fn walk(body: &[u8]) -> Option<Vec<u8>> {
    let mut tree: Value = serde_json::from_slice(body).ok()?;
    mask(&mut tree);
    serde_json::to_vec(&tree).ok()
}

fn mask(value: &mut Value) {
    match value {
        Value::Object(fields) => {
            for (name, value) in fields {
                if SENSITIVE
                    .iter()
                    .any(|known| known.eq_ignore_ascii_case(name))
                {
                    *value = Value::from("********");
                } else {
                    mask(value);
                }
            }
        }
        Value::Array(values) => values.iter_mut().for_each(mask),
        Value::String(text) => {
            if let std::borrow::Cow::Owned(masked) = patterns::alternation(text.as_bytes()) {
                *text = String::from_utf8_lossy(&masked).into_owned();
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_patterns_are_masked_at_any_depth() {
        let masked = walk(br#"{"a":[{"Password":1,"to":"x@example.com"}],"b":2.50}"#);
        let text = String::from_utf8(masked.unwrap_or_default());
        assert_eq!(
            text.as_deref(),
            Ok(r#"{"a":[{"Password":"********","to":"x***@example.com"}],"b":2.5}"#)
        );
        assert!(walk(b"{").is_none());
    }
}
