//! Numbers of the Philippines.

use super::checksum::{part, weighted};
use super::rule::{Rule, likely, possible, sure};
use crate::mask::Kind;

pub(super) const RULES: &[Rule] = &[
    Rule::new(
        Kind::PhMobile,
        &[
            "+63_###_###_####",
            "+63_(###)_###_####",
            "0_###_###_####",
            "0_(###)_###_####",
        ],
        |chars| likely(mobile(chars)),
        &["mobile", "telepono", "numero", "phone", "cell"],
    ),
    Rule::new(
        Kind::PhPassport,
        &["A#{7}A", "AA#{7}"],
        |_| possible(true),
        &["passport", "pasaporte", "dfa"],
    ),
    Rule::new(
        Kind::PhTin,
        &["###-###-###-###", "###-###-###", "#{9}", "#{12}"],
        |chars| sure(taxpayer(chars)),
        &["tin", "taxpayer", "bir"],
    ),
    Rule::new(
        Kind::PhUmid,
        &["####-#######-#"],
        |_| likely(true),
        UMID_WORDS,
    ),
    Rule::new(Kind::PhUmid, &["#{12}"], |_| possible(true), UMID_WORDS),
];

const UMID_WORDS: &[&str] = &["umid", "crn", "sss", "gsis", "common reference"];

/// The prefixes of the mobile networks. The trunk zero or the country's number stands before: a
/// bare run of ten digits is no telephone here.
fn mobile(chars: &[u8]) -> bool {
    let national = chars.strip_prefix(b"63").filter(|rest| rest.len() == 10);
    let Some(national) = national.or_else(|| chars.strip_prefix(b"0")) else {
        return false;
    };
    let prefix = part(national, 0..3);
    national.len() == 10
        && prefix.is_some_and(|prefix| {
            matches!(prefix, 813 | 817 | 895..=898 | 905..=912 | 914..=939 | 942..=979)
                || matches!(prefix, 981 | 983..=985 | 987..=989 | 991..=999)
        })
}

/// The rest of the weighted sum of eight digits; a branch may follow.
fn taxpayer(chars: &[u8]) -> bool {
    let sum = chars
        .get(..8)
        .and_then(|body| weighted(body, &[9, 8, 7, 6, 5, 4, 3, 2]));
    let sum = sum.map(|sum| sum % 11);
    sum.is_some() && sum == part(chars, 8..9)
}
