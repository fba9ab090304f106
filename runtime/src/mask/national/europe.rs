//! Numbers of Belgium, France, the Netherlands, Poland and Switzerland.

use super::checksum::{divides, ean13, number, part, same, weighted};
use super::rule::{Rule, sure};
use crate::mask::Kind;

pub(super) const RULES: &[Rule] = &[
    Rule::new(
        Kind::BeNationalNumber,
        &["##.##.##-###.##", "#{11}", "######-###-##"],
        |chars| sure(belgian(chars)),
        &["rijksregisternummer", "registre national", "niss"],
    ),
    Rule::new(
        Kind::ChAhv,
        &["756.####.####.##", "756#{10}"],
        |chars| sure(ean13(chars)),
        &["ahv", "avs"],
    ),
    Rule::new(
        Kind::FrNir,
        &["#{6}x#{8}", "#~##~##~#x~###~###~##"],
        |chars| sure(french(chars)),
        &["nir", "insee", "sécurité sociale"],
    ),
    Rule::new(
        Kind::NlBsn,
        &["#{9}", "####.##.###"],
        |chars| sure(dutch(chars)),
        &["bsn", "burgerservicenummer", "sofinummer"],
    ),
    Rule::new(
        Kind::PlPesel,
        &["#{11}"],
        |chars| sure(polish(chars)),
        &["pesel"],
    ),
];

/// The last two digits are 97 less the rest; people born since 2000 have a 2 in front for that.
fn belgian(chars: &[u8]) -> bool {
    let (Some(body), Some(check)) = (chars.get(..9).and_then(number), part(chars, 9..11)) else {
        return false;
    };
    let month = part(chars, 2..4).is_some_and(|month| month % 20 <= 12);
    let day = part(chars, 4..6).is_some_and(|day| day <= 31);
    let fits = |body: u64| 97 - body % 97 == u64::from(check);
    month && day && (fits(body) || fits(body + 2_000_000_000))
}

/// Sex, year and month of birth, the department (Corsica with a letter), and 97 less the rest.
fn french(chars: &[u8]) -> bool {
    let Some((body, key)) = chars.split_at_checked(13) else {
        return false;
    };
    let mut digits = [b'0'; 13];
    digits.copy_from_slice(body);
    if let [_, _, _, _, _, b'2', letter @ (b'A' | b'B'), ..] = &mut digits {
        let corsica = if *letter == b'A' { b'9' } else { b'8' };
        *letter = corsica;
        if let Some(tens) = digits.get_mut(5) {
            *tens = b'1';
        }
    }
    let month = part(&digits, 3..5);
    let month = month.is_some_and(|month| matches!(month, 1..=12 | 20..=42 | 50..=99));
    let sex = matches!(digits.first(), Some(b'1'..=b'4' | b'7' | b'8'));
    let rest = number(&digits).map(|body| 97 - body % 97);
    sex && month && rest.is_some() && rest == number(key)
}

fn dutch(chars: &[u8]) -> bool {
    let sum = chars
        .get(..8)
        .and_then(|body| weighted(body, &[9, 8, 7, 6, 5, 4, 3, 2]));
    let sum = sum.map(|sum| sum % 11);
    !same(chars) && sum.is_some() && sum == part(chars, 8..9)
}

/// The century is added to the month in steps of twenty.
fn polish(chars: &[u8]) -> bool {
    let month = part(chars, 2..4).is_some_and(|month| (1..=12).contains(&(month % 20)));
    let day = part(chars, 4..6).is_some_and(|day| (1..=31).contains(&day));
    month && day && divides(chars, &[1, 3, 7, 9, 1, 3, 7, 9, 1, 3, 1], 10)
}
