//! Numbers of Germany.

use super::checksum::{alternating, icao, mod_11_10, part, weighted};
use super::rule::{Rule, graded, possible, sure};
use crate::mask::Kind;

pub(super) const RULES: &[Rule] = &[
    Rule::new(
        Kind::DeTaxId,
        &["#{11}", "##~###~###~###"],
        |chars| sure(tax_id(chars)),
        &["steuer-id", "steuerid", "idnr", "identifikationsnummer"],
    ),
    Rule::new(
        Kind::DeIdCard,
        &["A#{8}", "Ax{7}#"],
        |chars| sure(document(chars)),
        &["personalausweis", "ausweis", "ausweisnummer"],
    ),
    Rule::new(
        Kind::DeIdCard,
        &["T#{8}"],
        |_| possible(true),
        &["personalausweis", "ausweis", "ausweisnummer"],
    ),
    Rule::new(
        Kind::DePassport,
        &["Ax{7}#"],
        |chars| sure(document(chars)),
        &["reisepass", "passnummer", "passport"],
    ),
    Rule::new(
        Kind::DeSocialSecurity,
        &["#{8}a###", "## ###### a ###"],
        |chars| sure(pension(chars)),
        &[
            "rentenversicherungsnummer",
            "sozialversicherungsnummer",
            "rvnr",
            "svnr",
        ],
    ),
    Rule::new(
        Kind::DeHealthInsurance,
        &["a#{9}"],
        |chars| sure(health(chars)),
        &["kvnr", "krankenversicherungsnummer", "versichertennummer"],
    ),
    Rule::new(
        Kind::DeVatId,
        &["DE_###_###_###"],
        |chars| {
            let digits = chars.get(2..).unwrap_or_default();
            graded(true, mod_11_10(digits))
        },
        &["ust-id", "ust-idnr", "ustidnr", "vat", "umsatzsteuer-id"],
    ),
];

/// Among the first ten, at most one digit is repeated: up to three times, and not three in a row.
fn tax_id(chars: &[u8]) -> bool {
    let body = chars.get(..10).unwrap_or_default();
    let mut times = [0_u8; 10];
    for digit in body {
        if let Some(times) = times.get_mut(usize::from(digit.wrapping_sub(b'0'))) {
            *times += 1;
        }
    }
    let repeated = times.iter().filter(|times| **times > 1).count();
    let often = times.iter().any(|times| *times > 3);
    let in_a_row = body
        .windows(3)
        .any(|three| three.iter().all(|c| Some(c) == three.first()));
    let structured = repeated <= 1 && !often && !in_a_row;
    chars.first() != Some(&b'0') && structured && mod_11_10(chars)
}

/// Letters that could be read as digits or make words are not used; a number of letters alone or
/// digits alone is none.
fn document(chars: &[u8]) -> bool {
    let used = |c: &u8| c.is_ascii_digit() || !b"ABDEIOQSU".contains(c);
    chars.iter().all(used) && icao(chars)
}

/// The area, the day of birth, a letter, and the checksum over all with the letter as two digits.
fn pension(chars: &[u8]) -> bool {
    let Some(with_letter) = spell_letter::<13>(chars, 8) else {
        return false;
    };
    let Some((check, body)) = with_letter.split_last() else {
        return false;
    };
    let weights = [2, 1, 2, 5, 7, 1, 2, 1, 2, 1, 2, 1];
    let mut sum = 0;
    for (digit, weight) in body.iter().zip(weights) {
        let product = weighted(&[*digit], &[weight]).unwrap_or(0);
        sum += product / 10 + product % 10;
    }
    let day = part(chars, 2..4).is_some_and(|day| matches!(day, 1..=31 | 51..=81));
    let month = part(chars, 4..6).is_some_and(|month| matches!(month, 1..=12));
    day && month && part(&[*check], 0..1) == Some(sum % 10)
}

fn health(chars: &[u8]) -> bool {
    let with_letter = spell_letter::<11>(chars, 0);
    with_letter.is_some_and(|digits| {
        let body = digits.get(..10).and_then(alternating);
        body.is_some() && body == part(&digits, 10..11)
    })
}

/// The characters with the letter at a place as its number in the alphabet, in two digits.
fn spell_letter<const N: usize>(chars: &[u8], place: usize) -> Option<[u8; N]> {
    let letter = chars.get(place)?.checked_sub(b'A')? + 1;
    let spelt = [b'0' + letter / 10, b'0' + letter % 10];
    let mut digits = [0; N];
    let all = chars
        .iter()
        .take(place)
        .chain(&spelt)
        .chain(chars.iter().skip(place + 1));
    for (slot, byte) in digits.iter_mut().zip(all) {
        *slot = *byte;
    }
    (chars.len() + 1 == N).then_some(digits)
}
