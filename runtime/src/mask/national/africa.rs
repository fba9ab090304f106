//! Numbers of Nigeria and South Africa.

use super::checksum::{luhn, same, verhoeff};
use super::date;
use super::rule::{Rule, possible, sure};
use crate::mask::Kind;

pub(super) const RULES: &[Rule] = &[
    Rule::new(
        Kind::NgNin,
        &["#{11}"],
        |chars| sure(verhoeff(chars) && !same(chars)),
        &[
            "nin",
            "nimc",
            "national identification",
            "national identity",
        ],
    ),
    Rule::new(
        Kind::NgVehicleRegistration,
        &["AAA ?###AA", "AAA-###AA"],
        |_| possible(true),
        &["plate", "vehicle", "registration"],
    ),
    Rule::new(
        Kind::ZaId,
        &["#{13}", "###### #### ###"],
        |chars| sure(south_african(chars)),
        &["id", "identity", "identity number"],
    ),
];

/// The day of birth, four digits, citizen, resident or refugee, an 8 or a 9, and Luhn.
fn south_african(chars: &[u8]) -> bool {
    let status = matches!(chars.get(10), Some(b'0'..=b'2'));
    let legacy = matches!(chars.get(11), Some(b'8' | b'9'));
    status && legacy && date::starts_with_ymd(chars) && luhn(chars)
}
