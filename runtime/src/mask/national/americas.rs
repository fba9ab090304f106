//! Numbers of Brazil and Canada.

use super::checksum::{luhn, part, same, weighted};
use super::rule::{Rule, sure};
use crate::mask::Kind;

pub(super) const RULES: &[Rule] = &[
    Rule::new(
        Kind::BrCnpj,
        &["##.###.###/####-##", "#{14}"],
        |chars| sure(company(chars)),
        &["cnpj"],
    ),
    Rule::new(
        Kind::BrCpf,
        &["###.###.###-##", "#{11}", "#{9}-##"],
        |chars| sure(taxpayer(chars)),
        &["cpf"],
    ),
    Rule::new(
        Kind::CaSin,
        &["#{9}", "###~###~###"],
        |chars| sure(social_insurance(chars)),
        &["sin", "nas", "social insurance", "assurance sociale"],
    ),
];

/// Numbers that begin with 0 or 8 are not issued to people.
fn social_insurance(chars: &[u8]) -> bool {
    matches!(chars.first(), Some(b'1'..=b'7' | b'9')) && luhn(chars)
}

/// A check digit: the weighted sum of what stands before it, modulo eleven, ten and eleven for 0.
fn follows(chars: &[u8], weights: &[u32]) -> bool {
    let place = weights.len();
    let sum = chars.get(..place).and_then(|body| weighted(body, weights));
    let check = sum.map(|sum| match sum % 11 {
        0 | 1 => 0,
        rest => 11 - rest,
    });
    check.is_some() && check == part(chars, place..place + 1)
}

fn taxpayer(chars: &[u8]) -> bool {
    !same(chars)
        && follows(chars, &[10, 9, 8, 7, 6, 5, 4, 3, 2])
        && follows(chars, &[11, 10, 9, 8, 7, 6, 5, 4, 3, 2])
}

fn company(chars: &[u8]) -> bool {
    !same(chars)
        && follows(chars, &[5, 4, 3, 2, 9, 8, 7, 6, 5, 4, 3, 2])
        && follows(chars, &[6, 5, 4, 3, 2, 9, 8, 7, 6, 5, 4, 3, 2])
}
