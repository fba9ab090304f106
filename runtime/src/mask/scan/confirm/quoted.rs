//! What `serde` quotes from its input when it refuses it: `invalid type: string "hunter2", expected
//! u32`.

use super::value::{self, Value};
use super::{byte, part};

/// Bytes of what it says of the value before the quote: `floating point `.
const WORDS: usize = 24;
/// Bytes of the longest number or character in backticks.
const SHORT: usize = 64;

/// Whether `invalid type` or `invalid value` may end with these bytes.
#[inline(always)]
pub(super) fn filter(last: &[u8; 8]) -> bool {
    last == b"lid type" || last == b"id value"
}

/// The input that is quoted behind the `:` at `at`.
pub(super) fn input(text: &[u8], at: usize) -> Option<Value> {
    let said = part(text, at.saturating_sub(13), at);
    if byte(text, at) != b':'
        || !(said.ends_with(b"invalid type") || said.ends_with(b"invalid value"))
    {
        return None;
    }
    let rest = part(text, at + 1, text.len().min(at + 1 + WORDS));
    let words = rest
        .iter()
        .take_while(|byte| byte.is_ascii_lowercase() || **byte == b' ');
    let open = at + 1 + words.count();
    if byte(text, open) != b'`' {
        return value::escaped(text, open);
    }
    let short = part(text, open + 1, text.len().min(open + 1 + SHORT));
    let length = memchr::memchr(b'`', short).filter(|length| *length > 0)?;
    Some(Value::plain(open + 1, open + 1 + length))
}
