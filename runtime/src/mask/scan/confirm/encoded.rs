//! E-mail addresses with a percent-encoded `@`, as URLs have them in a log, from the `%` of `%40`.

use super::email::{LOCAL, domain, is_atom, masked_domain, masked_local};
use super::{byte, is_word, part};
use crate::mask::Kind;
use crate::mask::finding::{Confidence, Found};
use crate::mask::rules::Scope;

/// An encoded `@`.
const SIGN: &[u8] = b"%40";

/// Whether an encoded `@` begins at `at`, and a domain can stand behind it.
#[inline]
pub(crate) fn filter(text: &[u8], at: usize) -> bool {
    const NEAR: usize = 7;
    if !is_sign(text, at) {
        return false;
    }
    let mut dotted = false;
    let mut label = 0_u32;
    for next in text.iter().skip(at + SIGN.len()).take(NEAR) {
        match next {
            b'.' if dotted && label > 1 => return true,
            b'.' => (dotted, label) = (true, 0),
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' => label += 1,
            b'*' | 0x80.. => return true,
            _ => return dotted && label > 1,
        }
    }
    dotted || label > 1
}

/// Whether an encoded `@` begins at `at`.
#[inline]
pub(crate) fn is_sign(text: &[u8], at: usize) -> bool {
    byte(text, at) == b'%' && byte(text, at + 1) == b'4' && byte(text, at + 2) == b'0'
}

/// The address whose encoded `@` begins at `at`.
pub(crate) fn at(scope: Scope<'_>, at: usize) -> Option<Found> {
    if !scope.rules.on.contains(Kind::Email) || !is_sign(scope.text, at) {
        return None;
    }
    let behind = at + SIGN.len();
    let end = masked_domain(scope.text, behind).or_else(|| domain(scope.text, behind))?;
    let start = local(scope, at)?;
    let path = part(scope.text, end, scope.text.len().min(end + 3));
    let is_path = path.first() == Some(&b':') || path.eq_ignore_ascii_case(b"%3a");
    if part(scope.text, start, at) == b"git" && is_path {
        return None;
    }
    Some(Found::new(Kind::Email, start..end, Confidence::High))
}

/// Where the local part before the sign at `at` begins.
fn local(scope: Scope<'_>, at: usize) -> Option<usize> {
    let first = behind_separator(scope, at)?;
    let local = part(scope.text, first, at);
    if let Some(marks) = masked_local(local) {
        return Some(first + marks);
    }
    let begins = |n: usize, one: u8| is_word(one) || escape(local, n).is_some();
    let skipped = local
        .iter()
        .enumerate()
        .position(|(n, one)| begins(n, *one))?;
    (local.last() != Some(&b'.')).then_some(first + skipped)
}

/// Behind what stands in no local part, as it is or encoded: `mail%3Djohn%40example.com`.
fn behind_separator(scope: Scope<'_>, at: usize) -> Option<usize> {
    let floor = scope.floor.max(at.saturating_sub(LOCAL));
    let before = part(scope.text, floor, at);
    let length = before
        .iter()
        .rev()
        .take_while(|byte| is_atom(**byte) || **byte >= 0x80)
        .count();
    let start = at - length;
    if start == floor && floor > scope.floor {
        // Too long for an address.
        return None;
    }
    let atoms = part(scope.text, start, at);
    let separates = |n: &usize| {
        let plain = escape(atoms, *n);
        plain.is_some_and(|plain| plain < 0x80 && !is_atom(plain))
    };
    let last = (0..atoms.len()).rev().find(separates);
    Some(start + last.map_or(0, |last| last + SIGN.len()))
}

/// The byte that is encoded at `at`.
fn escape(text: &[u8], at: usize) -> Option<u8> {
    if byte(text, at) != b'%' {
        return None;
    }
    let digit = |at: usize| {
        let digit = char::from(byte(text, at)).to_digit(16)?;
        u8::try_from(digit).ok()
    };
    Some(digit(at + 1)? << 4 | digit(at + 2)?)
}
