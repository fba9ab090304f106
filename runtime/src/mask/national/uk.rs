//! Numbers of the United Kingdom.

use super::checksum::{divides, part, same};
use super::rule::{Rule, likely, possible, sure};
use crate::mask::Kind;

pub(super) const RULES: &[Rule] = &[
    Rule::new(
        Kind::UkNhs,
        &["###_###_####"],
        |chars| sure(divides(chars, &[10, 9, 8, 7, 6, 5, 4, 3, 2, 1], 11) && !same(chars)),
        &["nhs", "health service", "health authority"],
    ),
    Rule::new(
        Kind::UkNino,
        &["aa ?## ?## ?## ?a"],
        |chars| likely(insurance(chars)),
        &["insurance", "ni", "nino"],
    ),
    Rule::new(
        Kind::UkDrivingLicence,
        &["x{5}#{6}xxxaa"],
        |chars| likely(licence(chars)),
        &["licence", "license", "dvla", "dl"],
    ),
    Rule::new(
        Kind::UkPassport,
        &["AA#{7}"],
        |_| possible(true),
        &["passport", "document", "hmpo"],
    ),
    Rule::new(
        Kind::UkPostcode,
        &[
            "A# ?#AA",
            "A## ?#AA",
            "AA# ?#AA",
            "AA## ?#AA",
            "A#A ?#AA",
            "AA#A ?#AA",
            "GIR ?0AA",
        ],
        |chars| possible(postcode(chars)),
        &["postcode", "post code", "postal", "zip", "address"],
    ),
    Rule::new(
        Kind::UkVehicleRegistration,
        &["AA## ?AAA", "AA##-AAA"],
        |chars| likely(plate(chars)),
        PLATE_WORDS,
    ),
    Rule::new(
        Kind::UkVehicleRegistration,
        &[
            "A#{1,3} ?AAA",
            "A#{1,3}-AAA",
            "AAA ?#{1,3} ?A",
            "AAA-#{1,3}-A",
        ],
        |chars| possible(old_plate(chars)),
        PLATE_WORDS,
    ),
];

const PLATE_WORDS: &[&str] = &["vehicle", "registration", "plate", "reg", "vrn", "car"];

/// Prefixes that were never allocated, and letters that no prefix has.
fn insurance(chars: &[u8]) -> bool {
    let Some(&[first, second]) = chars.first_chunk() else {
        return false;
    };
    let never = [b"BG", b"GB", b"NK", b"KN", b"NT", b"TN", b"ZZ"];
    !never.contains(&&[first, second])
        && !b"DFIQUV".contains(&first)
        && !b"DFIOQUV".contains(&second)
        && matches!(chars.last(), Some(b'A'..=b'D'))
}

/// Five letters of the surname filled up with nines, the decade, month (50 more for women) and day
/// of birth, two initials, and three to tell apart.
fn licence(chars: &[u8]) -> bool {
    let Some(surname) = chars.get(..5) else {
        return false;
    };
    let letters = surname
        .iter()
        .take_while(|c| c.is_ascii_uppercase())
        .count();
    let filled = surname.iter().skip(letters).all(|c| *c == b'9');
    let month = part(chars, 6..8).is_some_and(|month| matches!(month, 1..=12 | 51..=62));
    let day = part(chars, 8..10).is_some_and(|day| matches!(day, 1..=31));
    let initials = chars.get(11..13).unwrap_or_default();
    let initials = initials
        .iter()
        .all(|c| c.is_ascii_uppercase() || *c == b'9');
    letters > 0 && filled && month && day && initials
}

fn postcode(chars: &[u8]) -> bool {
    if chars == b"GIR0AA" {
        return true;
    }
    let Some((area, inward)) = chars.split_at_checked(chars.len().saturating_sub(3)) else {
        return false;
    };
    let tail = inward.get(1..).unwrap_or_default();
    let first = area.first().is_some_and(|c| !b"QVX".contains(c));
    let second = area.get(1).is_some_and(|c| !b"IJZ".contains(c));
    let last = match area {
        [_, d, c] if d.is_ascii_digit() => c.is_ascii_digit() || b"ABCDEFGHJKPSTUW".contains(c),
        [_, _, _, c] => c.is_ascii_digit() || b"ABEHMNPRVWXY".contains(c),
        _ => true,
    };
    first && second && last && tail.iter().all(|c| !b"CIKMOV".contains(c))
}

/// Two letters of the place, two digits of the half-year, three at random.
fn plate(chars: &[u8]) -> bool {
    let place = chars.get(..2).unwrap_or_default();
    let age = part(chars, 2..4).is_some_and(|age| matches!(age, 2..=29 | 51..=79));
    let random = chars.get(4..).unwrap_or_default();
    age && place.iter().all(|c| !b"IQZ".contains(c)) && random.iter().all(|c| !b"IQ".contains(c))
}

fn old_plate(chars: &[u8]) -> bool {
    let letters = chars.iter().filter(|c| c.is_ascii_uppercase());
    let year = chars.iter().find(|c| c.is_ascii_digit());
    letters.clone().all(|c| !b"IQ".contains(c)) && year != Some(&b'0')
}
