//! Numbers of Turkey.

use super::checksum::{part, weighted};
use super::rule::{Rule, likely, sure};
use crate::mask::Kind;

pub(super) const RULES: &[Rule] = &[
    Rule::new(
        Kind::TrNationalId,
        &["#{11}"],
        |chars| sure(citizen(chars)),
        &["tckn", "kimlik", "tc kimlik"],
    ),
    Rule::new(
        Kind::TrPhone,
        &[
            "+90_###_###_##_##",
            "+90_(###)_###_##_##",
            "0_###_###_##_##",
            "0_(###)_###_##_##",
            "###_###_##_##",
        ],
        |chars| likely(telephone(chars)),
        &["telefon", "cep", "numara", "phone"],
    ),
];

fn citizen(chars: &[u8]) -> bool {
    let tenth = chars
        .get(..9)
        .and_then(|body| weighted(body, &[7, 9, 7, 9, 7, 9, 7, 9, 7]));
    let eleventh = chars.get(..10).and_then(|body| weighted(body, &[1; 10]));
    let (Some(tenth), Some(eleventh)) = (tenth, eleventh) else {
        return false;
    };
    chars.first() != Some(&b'0')
        && part(chars, 9..10) == Some(tenth % 10)
        && part(chars, 10..11) == Some(eleventh % 10)
}

fn telephone(chars: &[u8]) -> bool {
    let national = chars.strip_prefix(b"90").filter(|rest| rest.len() == 10);
    let national = national
        .or_else(|| chars.strip_prefix(b"0"))
        .unwrap_or(chars);
    national.len() == 10 && part(national, 0..3).is_some_and(area)
}

/// The published codes of the provinces (even, by region) and of the mobile networks.
fn area(code: u32) -> bool {
    let (region, last) = (code / 10, code % 10);
    let lasts: &[u32] = match region {
        21 | 23 | 44 => &[2, 6],
        22 | 28 | 32 | 34..=36 | 42 | 43 | 45 | 47 | 48 => &[2, 4, 6, 8],
        24 | 25 => &[2, 6, 8],
        26 | 27 | 41 | 46 => &[2, 4, 6],
        31 | 33 => &[2, 8],
        37 | 38 => &[0, 2, 4, 6, 8],
        39 => &[2],
        50..=55 | 59 => return true,
        56 => &[1],
        _ => return false,
    };
    lasts.contains(&last)
}
