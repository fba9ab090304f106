//! Numbers of Italy.

use super::checksum::{base36, luhn, same};
use super::date;
use super::rule::{Rule, graded, possible, sure};
use crate::mask::Kind;

pub(super) const RULES: &[Rule] = &[
    Rule::new(
        Kind::ItFiscalCode,
        &["a{6}xxaxxaxxxa"],
        |chars| graded(fiscal(chars), Some(control(chars)) == chars.last().copied()),
        &["codice fiscale", "cf"],
    ),
    Rule::new(
        Kind::ItVatCode,
        &["#{11}", "IT#{11}"],
        |chars| {
            let digits = chars.strip_prefix(b"IT").unwrap_or(chars);
            sure(luhn(digits) && !same(digits))
        },
        &["partita iva", "p.iva", "piva", "iva"],
    ),
    Rule::new(
        Kind::ItIdentityCard,
        &["aa ?#{7}", "#{7}aa", "aa#####aa"],
        |_| possible(true),
        &["carta", "identità", "cie", "documento"],
    ),
    Rule::new(
        Kind::ItPassport,
        &["aa#{7}"],
        |_| possible(true),
        &["passaporto"],
    ),
    Rule::new(
        Kind::ItDriverLicense,
        &["aa#{7}a", "U1x{7}a"],
        |_| possible(true),
        &["patente", "patente di guida", "licenza"],
    ),
];

/// The digit for which a letter stands where two codes would be the same.
fn digit(byte: u8) -> u8 {
    let letters = b"LMNPQRSTUV";
    (b'0'..)
        .zip(letters)
        .find_map(|(digit, c)| (*c == byte).then_some(digit))
        .unwrap_or(byte)
}

/// Three letters each of surname and name, the day of birth (40 more for women), and the place.
fn fiscal(chars: &[u8]) -> bool {
    let Some((surname, rest)) = chars.split_first_chunk::<3>() else {
        return false;
    };
    let Some((name, rest)) = rest.split_first_chunk::<3>() else {
        return false;
    };
    let Some(&[y1, y2, month, d1, d2, place, p1, p2, p3, _]) = rest.first_chunk() else {
        return false;
    };
    let digits = [y1, y2, d1, d2, p1, p2, p3].map(digit);
    let [y1, y2, d1, d2, place_number @ ..] = digits.map(|c| u32::from(c.wrapping_sub(b'0')));
    let month = (1..)
        .zip(b"ABCDEHLMPRST")
        .find_map(|(n, c)| (*c == month).then_some(n));
    let day = (d1 * 10 + d2) % 40;
    digits.iter().all(u8::is_ascii_digit)
        && letters_of_name(*surname)
        && letters_of_name(*name)
        && d1 < 8
        && month.is_some_and(|month| date::exists(y1 * 10 + y2, month, day))
        && matches!(place, b'A'..=b'M' | b'Z')
        && place_number != [0; 3]
}

/// Consonants first, then vowels, then `X` for what is missing.
fn letters_of_name(letters: [u8; 3]) -> bool {
    let vowel = |c: u8| b"AEIOU".contains(&c);
    match letters {
        [a, b'X', b'X'] if vowel(a) => true,
        [_, b, c] if vowel(b) => vowel(c) || c == b'X',
        [a, b, _] => !vowel(a) && !vowel(b),
    }
}

/// What the letters and digits at odd places count for.
const ODD: [u32; 26] = [
    1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23,
];

/// The letter that checks the fifteen characters before it.
fn control(chars: &[u8]) -> u8 {
    let mut sum = 0;
    for (place, byte) in chars.iter().take(15).enumerate() {
        let value = base36(*byte).unwrap_or(0);
        let value = if value < 10 { value } else { value - 10 };
        sum += if place % 2 == 0 {
            ODD.get(value as usize).copied().unwrap_or(0)
        } else {
            value
        };
    }
    (b'A'..=b'Z').nth(sum as usize % 26).unwrap_or(b'A')
}
