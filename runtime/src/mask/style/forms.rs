//! The default forms of the kinds that have one. Each knows its own output, so that masking twice
//! changes nothing.

use super::{HIDDEN, Pieces, Shown};
use crate::mask::Kind;

pub(super) const PHONE: &str = "***-***-";
pub(super) const CARD: &str = "****-****-****-";
const FOUR: &str = "****";

/// Digits that a number has at least before four of them are shown.
pub(super) const PHONE_DIGITS: u64 = 8;
pub(super) const CARD_DIGITS: u64 = 12;
/// Bytes of a name in the DNS.
pub(super) const LONGEST_DOMAIN: usize = 253;
/// Letters and digits of the shortest IBAN.
const IBAN_LENGTH: usize = 15;

/// The default form of a text of this kind.
pub(super) fn mask(kind: Kind, text: &str, shown: Shown) -> Pieces<'_> {
    match kind {
        Kind::Email => email(text, shown),
        Kind::Phone => phone(text, shown),
        Kind::Card => card(text, shown),
        Kind::Iban => iban(text, shown),
        _ => Pieces::whole(constant(kind).unwrap_or(HIDDEN)),
    }
}

/// The default form of a kind of which nothing is shown.
#[inline]
pub(super) const fn constant(kind: Kind) -> Option<&'static str> {
    match kind {
        Kind::Email | Kind::Phone | Kind::Card | Kind::Iban => None,
        Kind::Ssn => Some("***-**-****"),
        Kind::Ip => Some("*.*.*.*"),
        Kind::Mac => Some("**:**:**:**:**:**"),
        _ => Some(HIDDEN),
    }
}

/// `j***@example.com`; `j***@***` without the domain. With `%40` where that is the `@`.
fn email(text: &str, shown: Shown) -> Pieces<'_> {
    let encoded = || Some((text.rsplit_once("%40")?, "***%40", "***%40***"));
    let plain = || Some((text.rsplit_once('@')?, "***@", "***@***"));
    let Some(((local, domain), sign, hidden)) = plain().or_else(encoded) else {
        return Pieces::whole(HIDDEN);
    };
    let first = first_letter(local);
    if shown.domain && is_domain(domain.as_bytes()) {
        Pieces::of(first, sign, domain)
    } else {
        Pieces::of(first, hidden, "")
    }
}

/// The first character, unless it is all there is.
fn first_letter(local: &str) -> &str {
    let Some(first) = local.chars().next() else {
        return "";
    };
    match local.split_at_checked(first.len_utf8()) {
        Some((letter, rest)) if !rest.is_empty() && (first.is_alphanumeric()) => letter,
        _ => "",
    }
}

/// Whether it can be the domain of an address: what cannot may be a secret.
fn is_domain(domain: &[u8]) -> bool {
    let mut dot = false;
    for &byte in domain {
        match byte {
            b'.' => dot = true,
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | 0x80.. => {}
            _ => return false,
        }
    }
    dot && domain.len() <= LONGEST_DOMAIN
}

/// `***-***-4567`, the last four of what stands before an extension.
fn phone(text: &str, shown: Shown) -> Pieces<'_> {
    let number = text.get(..extension(text)).unwrap_or(text);
    match last_digits(number, PHONE_DIGITS, PHONE) {
        Some(last) if shown.last4 => Pieces::of(PHONE, "", "").with_made(last),
        _ => Pieces::of(PHONE, FOUR, ""),
    }
}

/// Where the number ends: at the first thing behind a digit that is part of no number.
fn extension(text: &str) -> usize {
    let bytes = text.as_bytes();
    let digit = |byte: &u8| byte.is_ascii_digit() || *byte >= 0x80;
    let ends = |byte: &u8| byte.is_ascii_alphabetic() || matches!(byte, b'#' | b';' | b',' | b':');
    let first = bytes.iter().position(digit).unwrap_or(bytes.len());
    let behind = bytes.get(first..).unwrap_or_default();
    first + behind.iter().position(ends).unwrap_or(behind.len())
}

/// `****-****-****-1234`.
fn card(text: &str, shown: Shown) -> Pieces<'_> {
    match last_digits(text, CARD_DIGITS, CARD) {
        Some(last) if shown.last4 => Pieces::of(CARD, "", "").with_made(last),
        _ => Pieces::of(CARD, FOUR, ""),
    }
}

/// `DE********3000`.
fn iban(text: &str, shown: Shown) -> Pieces<'_> {
    let masked = text
        .strip_prefix(|letter: char| letter.is_ascii_alphabetic())
        .and_then(|rest| rest.strip_prefix(|letter: char| letter.is_ascii_alphabetic()))
        .and_then(|rest| rest.strip_prefix(HIDDEN))
        .is_some_and(|last| last.len() == 4 && last.bytes().all(|b| b.is_ascii_alphanumeric()));
    let mut last = [0; 4];
    let mut length = 0;
    for byte in text.bytes() {
        match byte {
            b'0'..=b'9' | b'A'..=b'Z' | b'a'..=b'z' => {
                push(&mut last, byte);
                length += 1;
            }
            b' ' | b'-' => {}
            b'*' if masked => {}
            _ => return Pieces::whole(HIDDEN),
        }
    }
    let country = text.get(..2).unwrap_or_default();
    let lettered = country.bytes().all(|byte| byte.is_ascii_alphabetic());
    if !lettered || (length < IBAN_LENGTH && !masked) {
        return Pieces::whole(HIDDEN);
    }
    let pieces = Pieces::of(country, HIDDEN, "");
    if shown.last4 {
        pieces.with_made(last)
    } else {
        pieces
    }
}

/// The last four digits of a number that has `enough` of them, or of its mask.
fn last_digits(text: &str, enough: u64, mask: &str) -> Option<[u8; 4]> {
    let mut last = [0; 4];
    let mut count = 0_u64;
    for digit in text.chars().filter_map(digit) {
        push(&mut last, digit);
        count += 1;
    }
    let masked = || count == 4 && text.len() == mask.len() + 4 && text.starts_with(mask);
    (count >= enough || masked()).then_some(last)
}

fn push(last: &mut [u8; 4], byte: u8) {
    *last = (u32::from_be_bytes(*last) << 8 | u32::from(byte)).to_be_bytes();
}

/// ASCII and full-width digits, as ASCII.
fn digit(char: char) -> Option<u8> {
    match char {
        '0'..='9' => u8::try_from(char).ok(),
        '\u{ff10}'..='\u{ff19}' => u8::try_from(u32::from(char) - 0xff10 + 0x30).ok(),
        _ => None,
    }
}
