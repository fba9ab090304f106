//! Numbers of the United States.

use super::checksum::{divides, luhn, part, same, weighted};
use super::rule::{Rule, likely, possible, sure};
use crate::mask::Kind;

pub(super) const RULES: &[Rule] = &[
    Rule::new(
        Kind::AbaRouting,
        &["#{9}", "####-####-#"],
        |chars| sure(routing(chars)),
        &["aba", "routing", "bankrouting"],
    ),
    Rule::new(
        Kind::UsBank,
        &["#{8,17}"],
        |_| possible(true),
        &["account", "acct", "bank", "check", "debit", "save"],
    ),
    Rule::new(
        Kind::UsDriverLicense,
        DRIVER_LICENSES,
        |_| possible(true),
        &[
            "driver", "driving", "license", "licence", "permit", "dl", "lic",
        ],
    ),
    Rule::new(
        Kind::UsItin,
        &["9##_##_####"],
        |chars| likely(part(chars, 3..5).is_some_and(itin_group)),
        &["itin", "taxpayer", "tax", "tin", "taxid"],
    ),
    Rule::new(
        Kind::UsMbi,
        &["#axx-axx-aa##", "#axxaxxaa##"],
        |chars| likely(beneficiary(chars)),
        &["medicare", "mbi", "beneficiary", "cms", "medicaid"],
    ),
    Rule::new(
        Kind::UsNpi,
        &["#{10}", "####~###~###"],
        |chars| sure(provider(chars)),
        &["npi", "provider", "identifier"],
    ),
    Rule::new(
        Kind::UsPassport,
        &["#{9}", "A#{8}"],
        |_| possible(true),
        &["passport", "document", "travel"],
    ),
    Rule::new(
        Kind::MedicalLicense,
        &["aa#{7}", "a9#{7}"],
        |chars| sure(dea(chars)),
        &["dea", "medical", "certificate"],
    ),
];

/// The shapes that the states have published. Those with fewer than three digits are words more
/// often than licences.
const DRIVER_LICENSES: &[&str] = &[
    "#{6,14}",
    "#{16}",
    "#{7,9}A",
    "#{8}AA",
    "###AA####",
    "##AAA#{5,6}",
    "A#{3,14}",
    "A#{18}",
    "A#{6}R",
    "A#A#A",
    "AA#{3,7}",
    "AA#{6}A",
];

fn routing(chars: &[u8]) -> bool {
    matches!(chars.first(), Some(b'0'..=b'3' | b'6'..=b'8'))
        && divides(chars, &[3, 7, 1, 3, 7, 1, 3, 7, 1], 10)
        && !same(chars)
}

/// The groups from which individual taxpayer numbers are assigned.
fn itin_group(group: u32) -> bool {
    matches!(group, 50..=65 | 70..=88 | 90..=92 | 94..=99)
}

/// Digits and letters stand at fixed places; letters that look like digits are not used.
fn beneficiary(chars: &[u8]) -> bool {
    let letter = |c: &u8| c.is_ascii_uppercase() && !b"BILOSZ".contains(c);
    let fits = |(place, c): (usize, &u8)| match place {
        0 | 3 | 6 | 9 | 10 => c.is_ascii_digit(),
        1 | 4 | 7 | 8 => letter(c),
        _ => letter(c) || c.is_ascii_digit(),
    };
    chars.len() == 11 && chars.iter().enumerate().all(fits)
}

/// Luhn over the number behind the prefix that cards of health have in the United States.
fn provider(chars: &[u8]) -> bool {
    let Some((_, body)) = chars.split_last() else {
        return false;
    };
    let mut prefixed = *b"80840..........";
    for (slot, byte) in prefixed.iter_mut().skip(5).zip(chars) {
        *slot = *byte;
    }
    matches!(chars.first(), Some(b'1' | b'2')) && !same(body) && luhn(&prefixed)
}

/// The kind of the registrant, the first letter of its name or a 9, and seven digits.
fn dea(chars: &[u8]) -> bool {
    let Some((&[registrant, _], digits)) = chars.split_first_chunk() else {
        return false;
    };
    let sum = digits
        .get(..6)
        .and_then(|body| weighted(body, &[1, 2, 1, 2, 1, 2]));
    b"ABCDEFGHJKLMPRSTUX".contains(&registrant) && sum.map(|sum| sum % 10) == part(digits, 6..7)
}
