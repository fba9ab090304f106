//! Numbers of Australia.

use super::checksum::{divides, same, weighted};
use super::rule::{Rule, sure};
use crate::mask::Kind;

pub(super) const RULES: &[Rule] = &[
    Rule::new(
        Kind::AuAbn,
        &["#{11}", "##~###~###~###"],
        |chars| sure(business(chars)),
        &["abn", "business"],
    ),
    Rule::new(
        Kind::AuAcn,
        &["#{9}", "###~###~###"],
        |chars| sure(divides(chars, &[8, 7, 6, 5, 4, 3, 2, 1, 1], 10) && !same(chars)),
        &["acn", "company"],
    ),
    Rule::new(
        Kind::AuMedicare,
        &["#{10}", "####~#####~#"],
        |chars| sure(medicare(chars)),
        &["medicare"],
    ),
    Rule::new(
        Kind::AuTfn,
        &["#{9}", "###~###~###"],
        |chars| sure(divides(chars, &[1, 4, 3, 7, 5, 8, 6, 9, 10], 11) && !same(chars)),
        &["tfn", "tax file"],
    ),
];

/// The first digit counts one less, which takes ten from the weighted sum.
fn business(chars: &[u8]) -> bool {
    let sum = weighted(chars, &[10, 1, 3, 5, 7, 9, 11, 13, 15, 17, 19]);
    chars.first() != Some(&b'0') && sum.is_some_and(|sum| sum % 89 == 10)
}

/// Eight digits, their check digit, and how often the card was issued.
fn medicare(chars: &[u8]) -> bool {
    let checked = chars
        .get(..9)
        .is_some_and(|body| divides(body, &[1, 3, 7, 9, 1, 3, 7, 9, 9], 10));
    checked && matches!(chars.first(), Some(b'2'..=b'6'))
}
