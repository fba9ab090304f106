//! The default forms of what is written as it usually is. What is not recognised here is left to
//! `forms`, which gives the same for it, and takes longer.

use super::{Pieces, Shown, forms};
use crate::mask::Kind;

/// The default form, if it is told without reading the text more than once. It is ASCII that stands
/// between quotes as it is.
#[inline(always)]
#[expect(
    clippy::inline_always,
    reason = "in place, the lengths of the parts are known, and they are copied without a call"
)]
pub(super) fn mask(kind: Kind, text: &str, shown: Shown) -> Option<Pieces<'_>> {
    match kind {
        Kind::Email if shown.domain => email(text),
        Kind::Phone if shown.last4 => phone(text),
        Kind::Card if shown.last4 => card(text),
        _ => forms::constant(kind).map(Pieces::whole),
    }
}

/// An address at a host of ASCII, with two characters or more before it, of which the first can be
/// shown.
#[inline]
fn email(text: &str) -> Option<Pieces<'_>> {
    let (at, dots) = host(text.as_bytes())?;
    let domain = text.get(at..)?.strip_prefix('@')?;
    let first = text.get(..1)?;
    let is_usual = at > 1
        && dots
        && domain.len() <= forms::LONGEST_DOMAIN
        && first.bytes().all(|byte| byte.is_ascii_alphanumeric());
    is_usual.then(|| Pieces::of(first, "***@", domain))
}

/// Where the byte before the name of a host at the end stands, and whether the name has a dot.
/// Eight bytes at a time, from the end; the top bits answer.
#[inline]
fn host(bytes: &[u8]) -> Option<(usize, bool)> {
    let mut dots = 0;
    let mut rest = bytes;
    loop {
        let (before, word) = match rest.split_last_chunk() {
            Some((before, word)) => (before, u64::from_le_bytes(*word)),
            None => (&[][..], first(bytes, rest.len())?),
        };
        let (dot, other) = (is(word, b'.'), !in_host(word) & TOP);
        if other != 0 {
            let behind = other.leading_zeros();
            dots |= dot & !(u64::MAX >> behind);
            let at = rest.len().checked_sub(1 + behind as usize / 8)?;
            return Some((at, dots != 0));
        }
        dots |= dot;
        rest = before;
    }
}

/// The first bytes, fewer than eight, at the top of a word; below them are zeros, which stand in
/// no host.
#[inline]
fn first(bytes: &[u8], count: usize) -> Option<u64> {
    let word = u64::from_le_bytes(*bytes.first_chunk()?);
    let shift = 64_usize.checked_sub(8 * count)?;
    Some(word.checked_shl(u32::try_from(shift).ok()?).unwrap_or(0))
}

#[inline]
fn in_host(word: u64) -> u64 {
    let lower = word | each(0x20);
    let letter = below(lower, b'z' + 1) & !below(lower, b'a');
    let number = below(word, b'9' + 1) & !below(word, b'-') & !is(word, b'/');
    letter | number
}

/// A number without anything behind which an extension could stand.
#[inline]
fn phone(text: &str) -> Option<Pieces<'_>> {
    let separates = |word| below(word, b'9' + 1) & !is(word, b'#') & !is(word, b',');
    let last = last_four(text, forms::PHONE_DIGITS, separates)?;
    Some(Pieces::of(forms::PHONE, "", last))
}

#[inline]
fn card(text: &str) -> Option<Pieces<'_>> {
    let last = last_four(text, forms::CARD_DIGITS, |_| TOP)?;
    Some(Pieces::of(forms::CARD, "", last))
}

/// The top bit of each byte.
const TOP: u64 = each(0x80);
/// Bytes that are read here: few enough that their count is a byte.
const LONGEST: usize = 255;

/// The last four digits of a number that ends in them, if it has `enough` of them, and its other
/// bytes are `allowed`. That is asked of eight bytes at a time; the top bits answer.
#[inline]
fn last_four(text: &str, enough: u64, allowed: impl Fn(u64) -> u64) -> Option<&str> {
    let bytes = text.as_bytes();
    if bytes.len() > LONGEST {
        return None;
    }
    let (words, rest) = bytes.as_chunks();
    let end = u64::from_le_bytes(*bytes.last_chunk()?);
    let at_end = digits(end);
    let ends = at_end >> 32 == TOP >> 32;
    // Those of the last eight bytes that are in no word.
    let left = at_end.checked_shr(64 - 8 * u32::try_from(rest.len()).ok()?);
    let mut counts = left.unwrap_or(0) >> 7;
    let mut all = allowed(end);
    for word in words {
        let word = u64::from_le_bytes(*word);
        counts += digits(word) >> 7;
        all &= allowed(word);
    }
    // The sum of the counts of the bytes comes out at the top.
    let count = counts.wrapping_mul(each(1)) >> 56;
    let last = text.get(text.len().checked_sub(4)?..)?;
    (ends && all & TOP == TOP && count >= enough).then_some(last)
}

#[inline]
fn digits(word: u64) -> u64 {
    below(word, b'9' + 1) & !below(word, b'0')
}

#[inline]
fn is(word: u64, byte: u8) -> u64 {
    below(word ^ each(byte), 1)
}

/// The top bits of the bytes that are below a `limit` of ASCII.
#[inline]
fn below(word: u64, limit: u8) -> u64 {
    // Without its top bit, nothing is carried from one byte to the next.
    let from_limit = (word & !TOP).wrapping_add(each(0x80 - limit));
    !from_limit & !word & TOP
}

#[inline]
const fn each(byte: u8) -> u64 {
    u64::from_le_bytes([byte; 8])
}
