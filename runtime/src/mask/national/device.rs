//! Numbers that the world has in common: devices and universally unique identifiers.

use super::checksum::{luhn, same};
use super::rule::{Rule, sure};
use crate::mask::Kind;

pub(super) const RULES: &[Rule] = &[
    Rule::new(
        Kind::Imei,
        &["#{15}", "##~######~######~#"],
        |chars| sure(luhn(chars) && !same(chars)),
        &["imei"],
    ),
    Rule::new(
        Kind::Uuid,
        &["x{8}-x{4}-x{4}-x{4}-x{12}"],
        |chars| sure(uuid(chars)),
        &["uuid", "guid"],
    ),
];

/// Hexadecimal, with a version and the variant of RFC 9562.
fn uuid(chars: &[u8]) -> bool {
    chars.iter().all(u8::is_ascii_hexdigit)
        && matches!(chars.get(12), Some(b'1'..=b'8'))
        && matches!(chars.get(16), Some(b'8' | b'9' | b'A' | b'B'))
}
