//! Numbers of Denmark, Finland and Sweden.

use super::checksum::{divides, luhn, number, part};
use super::date;
use super::rule::{Rule, likely, sure};
use crate::mask::Kind;

pub(super) const RULES: &[Rule] = &[
    Rule::new(
        Kind::DkCpr,
        &["######-####"],
        |chars| likely(date::starts_with_dmy(chars)),
        &["cpr", "personnummer"],
    ),
    Rule::new(
        Kind::DkCpr,
        &["#{10}"],
        |chars| sure(date::starts_with_dmy(chars) && danish(chars)),
        &["cpr", "personnummer"],
    ),
    Rule::new(
        Kind::FiPersonalIdentityCode,
        &["######-###x", "######+###x", "######a###x"],
        |chars| sure(finnish(chars)),
        &["hetu", "henkilötunnus", "identity code"],
    )
    .loose(),
    Rule::new(
        Kind::SePersonnummer,
        &[
            "#{12}",
            "#{10}",
            "#{8}-####",
            "#{6}-####",
            "#{8}+####",
            "#{6}+####",
        ],
        |chars| sure(swedish(chars)),
        &["personnummer", "samordningsnummer", "identity"],
    )
    .loose(),
    Rule::new(
        Kind::SeOrganisationsnummer,
        &["######-?####"],
        |chars| sure(organisation(chars)),
        &["organisationsnummer", "orgnr", "org nr"],
    ),
];

/// Numbers since October 2007 may miss it; those are only found when they are grouped.
fn danish(chars: &[u8]) -> bool {
    divides(chars, &[4, 3, 2, 7, 6, 5, 4, 3, 2, 1], 11)
}

/// The day of birth, the century, three digits, and the rest of them all modulo 31. A letter for
/// the century is one of the characters, `-` and `+` are not.
fn finnish(chars: &[u8]) -> bool {
    let century = match (chars.len(), chars.get(6)) {
        (10, _) => 6,
        (11, Some(b'A'..=b'F' | b'U'..=b'Y')) => 7,
        _ => return false,
    };
    let Some((born, individual)) = chars.get(..6).zip(chars.get(century..century + 3)) else {
        return false;
    };
    let Some((day, person)) = number(born).zip(number(individual)) else {
        return false;
    };
    let letters = b"0123456789ABCDEFHJKLMNPRSTUVWXY";
    date::starts_with_dmy(chars)
        && letters.get(((day * 1000 + person) % 31) as usize) == chars.last()
}

/// The century is not part of the checksum; coordination numbers have 60 added to the day.
fn swedish(chars: &[u8]) -> bool {
    let Some(short) = chars.len().checked_sub(10).and_then(|at| chars.get(at..)) else {
        return false;
    };
    let month = part(short, 2..4).is_some_and(|month| matches!(month, 1..=12));
    let day = part(short, 4..6).is_some_and(|day| matches!(day, 1..=31 | 61..=91));
    month && day && luhn(short)
}

/// The third digit tells it from a month.
fn organisation(chars: &[u8]) -> bool {
    chars.get(2).is_some_and(|c| *c >= b'2') && luhn(chars)
}
