//! Numbers of Portugal and Spain.

use super::checksum::{number, part, weighted};
use super::rule::{Rule, possible, sure};
use crate::mask::Kind;

pub(super) const RULES: &[Rule] = &[
    Rule::new(
        Kind::EsNif,
        &["#{7,8}-?a"],
        |chars| sure(spanish(chars)),
        &["nif", "dni", "identidad"],
    ),
    Rule::new(
        Kind::EsNie,
        &["a-?#{7}-?a"],
        |chars| sure(foreigner(chars)),
        &["nie", "extranjero"],
    ),
    Rule::new(
        Kind::EsPassport,
        &["AAA#{6}"],
        |_| possible(true),
        &["pasaporte", "passport"],
    ),
    Rule::new(
        Kind::PtNif,
        &["#{9}", "### ### ###"],
        |chars| sure(portuguese(chars)),
        &["nif", "contribuinte"],
    ),
];

/// The letter is the number modulo 23.
fn spanish(chars: &[u8]) -> bool {
    let Some((letter, digits)) = chars.split_last() else {
        return false;
    };
    let letters = b"TRWAGMYFPDXBNJZSQVHLCKE";
    number(digits).is_some_and(|number| letters.get((number % 23) as usize) == Some(letter))
}

/// The first letter counts as a digit.
fn foreigner(chars: &[u8]) -> bool {
    let Some(&[first, one, two, three, four, five, six, seven, letter]) = chars.first_chunk()
    else {
        return false;
    };
    let digit = match first {
        b'X' => b'0',
        b'Y' => b'1',
        b'Z' => b'2',
        _ => return false,
    };
    spanish(&[digit, one, two, three, four, five, six, seven, letter])
}

fn portuguese(chars: &[u8]) -> bool {
    let sum = chars
        .get(..8)
        .and_then(|body| weighted(body, &[9, 8, 7, 6, 5, 4, 3, 2]));
    let check = sum.map(|sum| match sum % 11 {
        0 | 1 => 0,
        rest => 11 - rest,
    });
    let issued = matches!(
        chars,
        [b'1'..=b'3' | b'5' | b'6' | b'8' | b'9', ..]
            | [b'4', b'5', ..]
            | [b'7', b'0'..=b'2' | b'4' | b'5' | b'7'..=b'9', ..]
    );
    issued && check.is_some() && check == part(chars, 8..9)
}
