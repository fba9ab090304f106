//! JSON: what was JSON still is, and nothing under a sensitive key is left.

use gambeson::Masker;
use serde_json::Value;

/// # Panics
///
/// Where a property does not hold.
pub fn check(bytes: &[u8]) {
    let masker = Masker::global();
    let masked = masker.mask_json_bytes(bytes);
    crate::has_grown_little(bytes, &masked);
    let Ok(value) = serde_json::from_slice::<Value>(bytes) else {
        return;
    };
    let masked: Value = serde_json::from_slice(&masked).expect("what was JSON is JSON");
    hides(&masked);
    let mut value = value;
    masker.mask_json(&mut value);
    hides(&value);
}

/// What stands under `password`, with no way around it.
fn hides(value: &Value) {
    match value {
        Value::Array(values) => values.iter().for_each(hides),
        Value::Object(fields) => {
            let password = fields.get("password");
            let hidden = password.is_none_or(|value| value == "********" || is_nothing(value));
            assert!(hidden, "a password is shown: {password:?}");
            fields.values().for_each(hides);
        }
        _ => {}
    }
}

fn is_nothing(value: &Value) -> bool {
    matches!(value, Value::Null | Value::Bool(_)) || value == ""
}
