//! What a run is, and which finding in it wins.

use std::ops::Range;

use super::class::{DOTTED, HEX_ANY, is, is_at};
use super::{authorization, entropy, jwt, marked, token};
use crate::mask::finding::Found;
use crate::mask::rules::{Rules, Scope, Strictness};
use crate::mask::{Confidence, Kind};

/// The scan calls for the sixteenth character.
const BEFORE: usize = 15;
/// How far before a run its word may begin, where they are joined by a dot: `dt0c01.`.
const WORD: usize = 24;

/// Whether it is worth a look, of a run whose sixteenth character is at `at`. Where
/// [`Kind::HighEntropy`] is looked for, each is: do not ask then.
#[inline]
pub(crate) fn filter(text: &[u8], at: usize) -> bool {
    let Some(start) = at.checked_sub(BEFORE) else {
        return false;
    };
    let Some(&[first, second, third]) = text.get(start..).and_then(<[u8]>::first_chunk) else {
        return false;
    };
    let bytes = [first, second, third];
    may_begin(text, start, bytes)
        || follows_escape(text, start)
        || marked::may_be(text, start, bytes)
}

/// Whether something may begin exactly at `start`, with these bytes.
#[inline]
fn may_begin(text: &[u8], start: usize, first: [u8; 3]) -> bool {
    token::may_start(first) || first == *b"eyJ" || authorization::may_be(text, start)
}

fn follows_escape(text: &[u8], start: usize) -> bool {
    let before = start.checked_sub(1).and_then(|at| text.get(at));
    matches!(before, Some(b'\\' | b'%'))
}

/// The secret in the run of `[A-Za-z0-9_-]` whose sixteenth character is at `at`.
pub(crate) fn run_at(scope: Scope<'_>, at: usize) -> Option<Found> {
    let Scope { text, floor, rules } = scope;
    let run = at.checked_sub(BEFORE).filter(|&run| run >= floor)?;
    let start = behind_escape(text, run);
    if !filter(text, at) {
        return random(text, start, rules);
    }
    let word = word_start(text, run, floor);
    let found = [
        in_word(text, word, rules),
        (word != start)
            .then(|| in_word(text, start, rules))
            .flatten(),
        wanted(rules, Kind::Token)
            .then(|| marked::range(text, start, floor))
            .flatten()
            .map(|range| secret(Kind::Token, range)),
    ];
    let best = found.into_iter().flatten().reduce(better);
    best.or_else(|| random(text, start, rules))
}

fn wanted(rules: &Rules, kind: Kind) -> bool {
    rules.on.contains(kind)
}

fn secret(kind: Kind, range: Range<usize>) -> Found {
    Found::new(kind, range, Confidence::High)
}

/// The earlier, then the longer, then the one that comes first.
fn better(first: Found, second: Found) -> Found {
    let rank = |found: &Found| (found.start, usize::MAX - found.end);
    if rank(&second) < rank(&first) {
        second
    } else {
        first
    }
}

/// What begins exactly at `start`.
fn in_word(text: &[u8], start: usize, rules: &Rules) -> Option<Found> {
    let first = *text.get(start..)?.first_chunk()?;
    if !may_begin(text, start, first) {
        return None;
    }
    let of = |kind, end: fn(&[u8], usize) -> Option<usize>| {
        let end = wanted(rules, kind).then(|| end(text, start)).flatten()?;
        Some(secret(kind, start..end))
    };
    let found = [
        of(Kind::Jwt, jwt::end),
        of(Kind::Authorization, authorization::end),
        of(Kind::Token, token::end),
    ];
    found.into_iter().flatten().reduce(better)
}

fn random(text: &[u8], start: usize, rules: &Rules) -> Option<Found> {
    if rules.strictness != Strictness::Eager || !wanted(rules, Kind::HighEntropy) {
        return None;
    }
    let end = entropy::end(text, start)?;
    Some(Found::new(Kind::HighEntropy, start..end, Confidence::Low))
}

/// A letter that ends an escape (`\n`, `\u0026`, `%3D`) is no letter of the run.
fn behind_escape(text: &[u8], run: usize) -> usize {
    let hex = |count: usize| (1..=count).all(|at| is_at(text, run + at, HEX_ANY));
    let before = run.checked_sub(1).and_then(|at| text.get(at));
    match (before, text.get(run)) {
        (Some(b'\\'), Some(b'n' | b't' | b'r' | b'b' | b'f')) => run + 1,
        (Some(b'\\'), Some(b'u')) if hex(4) => run + 5,
        (Some(b'%'), Some(&first)) if is(first, HEX_ANY) && hex(1) => run + 2,
        _ => run,
    }
}

/// The start of the word that a run is joined to by a dot or a `~`.
fn word_start(text: &[u8], run: usize, floor: usize) -> usize {
    let from = floor.max(run.saturating_sub(WORD));
    let before = text.get(from..run).unwrap_or_default();
    if !matches!(before.last(), Some(b'.' | b'~')) {
        return behind_escape(text, run);
    }
    let inner = |&&byte: &&u8| is(byte, DOTTED) || byte == b'~';
    let length = match before.first_chunk::<WORD>() {
        Some(all) if are_inner(all) => WORD,
        _ => before.iter().rev().take_while(inner).count(),
    };
    behind_escape(text, run - length)
}

/// Whether nothing in it ends a word.
#[expect(
    clippy::needless_bitwise_bool,
    reason = "to ask all of them at once is faster than to stop at one"
)]
fn are_inner(bytes: &[u8; WORD]) -> bool {
    bytes.iter().fold(true, |all, &byte| {
        let number = byte.wrapping_sub(b'0') < 10;
        let letter = (byte | 0x20).wrapping_sub(b'a') < 26;
        let sign = (byte == b'_') | (byte == b'-') | (byte == b'.') | (byte == b'~');
        all & (number | letter | sign)
    })
}
