//! Values.

use serde::Serialize;

use crate::log::set_up::record::Value;

/// Any value: numbers as numbers, what JSON has no number for as text.
pub(super) fn any(value: Value<'_>, out: &mut Vec<u8>) {
    match value {
        Value::Text(text) | Value::Shown(text) => string(text, out),
        Value::Bool(true) => out.extend_from_slice(b"true"),
        Value::Bool(false) => out.extend_from_slice(b"false"),
        Value::I64(value) => number(value, out),
        Value::U64(value) => number(value, out),
        Value::F64(value) if value.is_finite() => number(value, out),
        Value::F64(value) if value.is_nan() => string("NaN", out),
        Value::F64(value) if value > 0.0 => string("Infinity", out),
        Value::F64(_) => string("-Infinity", out),
    }
}

/// A text in its quotes.
pub(super) fn string(text: &str, out: &mut Vec<u8>) {
    // Into memory: it cannot fail.
    let _ = serde_json::to_writer(out, text);
}

/// A number that is one in JSON.
pub(super) fn number(value: impl Serialize, out: &mut Vec<u8>) {
    // The same.
    let _ = serde_json::to_writer(out, &value);
}
