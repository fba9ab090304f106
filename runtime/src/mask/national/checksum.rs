//! The checksums that national numbers carry. Each takes digits (or letters and digits) as text
//! and refuses anything else, so that no caller has to look first.

/// The value of a digit.
fn digit(byte: u8) -> Option<u32> {
    byte.is_ascii_digit().then(|| u32::from(byte - b'0'))
}

/// The value of a digit, or of a letter from ten on (A = 10 .. Z = 35).
pub(super) fn base36(byte: u8) -> Option<u32> {
    match byte {
        b'0'..=b'9' => Some(u32::from(byte - b'0')),
        b'A'..=b'Z' => Some(u32::from(byte - b'A') + 10),
        _ => None,
    }
}

/// The sum of digits, each multiplied by its weight; `None` if there are not as many of them.
pub(super) fn weighted(digits: &[u8], weights: &[u32]) -> Option<u32> {
    if digits.len() != weights.len() {
        return None;
    }
    let mut sum = 0;
    for (byte, weight) in digits.iter().zip(weights) {
        sum += digit(*byte)? * weight;
    }
    Some(sum)
}

/// Whether the weighted sum of all the digits is divisible.
pub(super) fn divides(digits: &[u8], weights: &[u32], modulus: u32) -> bool {
    weighted(digits, weights).is_some_and(|sum| sum % modulus == 0)
}

/// The number that the digits write; up to eighteen of them.
pub(super) fn number(digits: &[u8]) -> Option<u64> {
    if digits.len() > 18 {
        return None;
    }
    let mut number = 0;
    for byte in digits {
        number = number * 10 + u64::from(digit(*byte)?);
    }
    Some(number)
}

/// A part of the digits as a number; `None` where there is no such part.
pub(super) fn part(digits: &[u8], range: std::ops::Range<usize>) -> Option<u32> {
    u32::try_from(number(digits.get(range)?)?).ok()
}

/// The sum of the digits of the products with 1, 2, 1, 2, .. from the right, the last digit with
/// `last`.
fn doubled(digits: &[u8], last: u32) -> Option<u32> {
    let mut sum = 0;
    for (place, byte) in (last - 1..).zip(digits.iter().rev()) {
        let product = digit(*byte)? * (1 + place % 2);
        sum += product / 10 + product % 10;
    }
    Some(sum)
}

/// Luhn (ISO/IEC 7812-1), the check digit last.
pub(super) fn luhn(digits: &[u8]) -> bool {
    doubled(digits, 1).is_some_and(|sum| sum % 10 == 0)
}

/// The digit sum of the products with 1, 2, 1, 2, .. from the left, modulo ten.
pub(super) fn alternating(digits: &[u8]) -> Option<u32> {
    let last = if digits.len().is_multiple_of(2) { 2 } else { 1 };
    Some(doubled(digits, last)? % 10)
}

/// ISO 7064 MOD 11,10, the check digit last.
pub(super) fn mod_11_10(digits: &[u8]) -> bool {
    let Some((check, body)) = digits.split_last() else {
        return false;
    };
    let mut product = 10;
    for byte in body {
        let Some(value) = digit(*byte) else {
            return false;
        };
        let sum = (value + product) % 10;
        product = (if sum == 0 { 10 } else { sum }) * 2 % 11;
    }
    digit(*check) == Some((11 - product) % 10)
}

/// ISO 7064 MOD 11-2: the check character, `X` for ten, stands last.
pub(super) fn mod_11_2(chars: &[u8]) -> bool {
    let Some((check, body)) = chars.split_last() else {
        return false;
    };
    let mut sum = 0;
    for byte in body {
        let Some(value) = digit(*byte) else {
            return false;
        };
        sum = (sum + value) * 2 % 11;
    }
    let wanted = match (12 - sum) % 11 {
        10 => Some(b'X'),
        value => char::from_digit(value, 10).and_then(|c| u8::try_from(c).ok()),
    };
    wanted == Some(*check)
}

/// The weights 7, 3, 1 of ICAO 9303 over letters and digits, the check digit last.
pub(super) fn icao(chars: &[u8]) -> bool {
    let Some((check, body)) = chars.split_last() else {
        return false;
    };
    let mut sum = 0;
    for (byte, weight) in body.iter().zip([7, 3, 1].into_iter().cycle()) {
        let Some(value) = base36(*byte) else {
            return false;
        };
        sum += value * weight;
    }
    digit(*check) == Some(sum % 10)
}

/// EAN-13, the check digit last.
pub(super) fn ean13(digits: &[u8]) -> bool {
    divides(digits, &[1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1], 10)
}

/// The multiplication of the dihedral group of order ten.
const DIHEDRAL: [[u8; 10]; 10] = [
    [0, 1, 2, 3, 4, 5, 6, 7, 8, 9],
    [1, 2, 3, 4, 0, 6, 7, 8, 9, 5],
    [2, 3, 4, 0, 1, 7, 8, 9, 5, 6],
    [3, 4, 0, 1, 2, 8, 9, 5, 6, 7],
    [4, 0, 1, 2, 3, 9, 5, 6, 7, 8],
    [5, 9, 8, 7, 6, 0, 4, 3, 2, 1],
    [6, 5, 9, 8, 7, 1, 0, 4, 3, 2],
    [7, 6, 5, 9, 8, 2, 1, 0, 4, 3],
    [8, 7, 6, 5, 9, 3, 2, 1, 0, 4],
    [9, 8, 7, 6, 5, 4, 3, 2, 1, 0],
];

/// The permutation of Verhoeff's scheme; it is applied once more at each place.
const PERMUTATION: [u8; 10] = [1, 5, 7, 6, 2, 8, 3, 0, 9, 4];

/// Verhoeff, the check digit last.
pub(super) fn verhoeff(digits: &[u8]) -> bool {
    let mut state = 0_u8;
    for (place, byte) in digits.iter().rev().enumerate() {
        if !byte.is_ascii_digit() {
            return false;
        }
        let mut value = byte - b'0';
        for _ in 0..place % 8 {
            value = at(&PERMUTATION, value);
        }
        state = DIHEDRAL
            .get(usize::from(state))
            .map_or(0, |row| at(row, value));
    }
    state == 0 && !digits.is_empty()
}

fn at(row: &[u8; 10], place: u8) -> u8 {
    row.get(usize::from(place)).copied().unwrap_or(0)
}

/// Whether all the characters are the same.
pub(super) fn same(chars: &[u8]) -> bool {
    chars.windows(2).all(|pair| pair.first() == pair.last())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every change of one digit has to be noticed by a checksum that is worth its name.
    fn notices_each_wrong_digit(check: fn(&[u8]) -> bool, right: &[u8]) {
        assert!(check(right), "{}", String::from_utf8_lossy(right));
        for place in 0..right.len() {
            for digit in b'0'..=b'9' {
                let mut wrong = right.to_vec();
                wrong[place] = digit;
                assert_eq!(check(&wrong), wrong == right);
            }
        }
    }

    #[test]
    fn every_wrong_digit_is_noticed() {
        notices_each_wrong_digit(luhn, b"79927398713");
        notices_each_wrong_digit(verhoeff, b"2363");
        notices_each_wrong_digit(verhoeff, b"312345678909");
        notices_each_wrong_digit(mod_11_10, b"12345678903");
        notices_each_wrong_digit(mod_11_2, b"07940");
        notices_each_wrong_digit(ean13, b"7569217076985");
    }

    #[test]
    fn the_published_examples_hold() {
        assert!(icao(b"L898902C36"));
        assert!(!icao(b"L898902C37"));
        assert!(mod_11_2(b"11010519491231002X"));
        assert!(divides(b"9434765919", &[10, 9, 8, 7, 6, 5, 4, 3, 2, 1], 11));
    }

    #[test]
    fn what_is_no_digit_is_refused() {
        for check in [luhn, verhoeff, mod_11_10, mod_11_2, icao, ean13] {
            assert!(!check(b"12 4"));
            assert!(!check(b"\xff"));
        }
        assert_eq!(number(b"1234567890123456789"), None);
        assert_eq!(part(b"123", 2..5), None);
    }
}
