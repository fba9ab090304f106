//! International bank account numbers: the structure of the country and the checksum, grouped or
//! not. Directly behind the word `iban` the structure is enough.

mod countries;

#[cfg(test)]
mod tests;

use super::number::border::{Border, after, before};
use super::number::unit::{Unit, byte, unit};
use super::number::words;
use super::rules::{Scope, Strictness};
use super::{Confidence, Found, Kind};

/// Characters of the longest.
const LONGEST: usize = 34;

/// Whether a number can begin three characters before `at`: a country and one more character.
#[inline]
pub(crate) fn filter(text: &[u8], at: usize) -> bool {
    let Some(start) = at.checked_sub(3) else {
        return false;
    };
    let Some(country) = country(text, start) else {
        return false;
    };
    let next = match byte(text, at + 1) {
        b' ' | b'-' => byte(text, at + 2),
        next => next,
    };
    let fits = if countries::begins_with_digits(country) {
        next.is_ascii_digit()
    } else {
        next.is_ascii_alphanumeric()
    };
    (fits || next >= 0x80) && countries::is_country(country)
}

fn country(text: &[u8], start: usize) -> Option<[u8; 2]> {
    let country = text.get(start..start + 2)?;
    Some([
        country.first()?.to_ascii_uppercase(),
        country.last()?.to_ascii_uppercase(),
    ])
}

/// The number whose second check digit stands at `at`.
pub(crate) fn at(scope: Scope<'_>, at: usize) -> Option<Found> {
    let start = at.checked_sub(3)?;
    if start < scope.floor
        || !scope.rules.on.contains(Kind::Iban)
        || before(scope.text, scope.floor, start) == Border::Shut
    {
        return None;
    }
    let (number, end) = read(scope.text, start)?;
    let valid = mod_97(number.as_slice()) == 1;
    let strict = scope.rules.strictness == Strictness::Strict;
    let said = || !strict && words::is_said(scope.text, scope.floor, start, is_iban);
    let confidence = if valid {
        Confidence::High
    } else {
        Confidence::Medium
    };
    (valid || (number.upper && said())).then(|| Found::new(Kind::Iban, start..end, confidence))
}

fn is_iban(word: &[u8]) -> bool {
    matches!(word, b"iban" | b"ibans")
}

/// The characters of a number without what separates them, in capitals.
struct Number {
    chars: [u8; LONGEST],
    len: usize,
    upper: bool,
}

impl Number {
    fn as_slice(&self) -> &[u8] {
        self.chars.get(..self.len).unwrap_or_default()
    }

    fn push(&mut self, byte: u8) -> Option<()> {
        *self.chars.get_mut(self.len)? = byte;
        self.len += 1;
        Some(())
    }
}

/// The number that begins at `start`, as its country has it, and where it ends.
fn read(text: &[u8], start: usize) -> Option<(Number, usize)> {
    let country = country(text, start)?;
    let upper = byte(text, start).is_ascii_uppercase();
    let mut number = Number {
        chars: [0; LONGEST],
        len: 0,
        upper,
    };
    let mut at = start;
    for (count, class) in [(2, b'a'), (2, b'n')]
        .into_iter()
        .chain(countries::runs(countries::structure(country)?))
    {
        for _ in 0..count {
            at = skip_sign(text, at, start);
            let char = character(byte(text, at), class, upper)?;
            number.push(char)?;
            at += 1;
        }
    }
    ends(text, at).then_some((number, at))
}

/// The character in capitals, if it is of the class and of the number's case.
fn character(byte: u8, class: u8, upper: bool) -> Option<u8> {
    let cased = byte.is_ascii_digit() || byte.is_ascii_uppercase() == upper;
    let fits = match class {
        b'n' => byte.is_ascii_digit(),
        b'a' => byte.is_ascii_alphabetic(),
        _ => byte.is_ascii_alphanumeric(),
    };
    (fits && cased).then_some(byte.to_ascii_uppercase())
}

/// One space or dash between two characters.
fn skip_sign(text: &[u8], at: usize, start: usize) -> usize {
    match unit(text, at) {
        (Unit::Space | Unit::Dash, len) if at > start => at + len,
        _ => at,
    }
}

/// The end of a word, and of the number: no `-0000` goes on behind it.
fn ends(text: &[u8], at: usize) -> bool {
    let dashed = byte(text, at) == b'-' && byte(text, at + 1).is_ascii_alphanumeric();
    after(text, at) >= Border::Shared && !dashed
}

/// The rest by 97 with the first four characters at the end, letters as 10 to 35.
fn mod_97(number: &[u8]) -> u32 {
    let (head, tail) = number.split_at(number.len().min(4));
    tail.iter().chain(head).fold(0, |rest, byte| match byte {
        b'0'..=b'9' => (rest * 10 + u32::from(byte - b'0')) % 97,
        letter => (rest * 100 + u32::from(letter.wrapping_sub(b'A')) + 10) % 97,
    })
}
