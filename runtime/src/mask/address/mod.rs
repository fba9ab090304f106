//! Addresses of the internet and of hardware. Both kinds are off until they are switched on.
//!
//! | file | subject |
//! |---|---|
//! | `v4`, `v6` | internet addresses, with zone and prefix length |
//! | `mac` | hardware addresses |

mod mac;
mod v4;
mod v6;

#[cfg(test)]
mod tests;

use super::bytes::{byte, byte_before, is_word};
use super::rules::{Looked, Scope};
use super::{Confidence, Found, Kind};

/// Bytes that are looked at before and behind the place that triggered.
const BACK: usize = 48;
const AHEAD: usize = 64;

/// Whether the `.`, `:` or `-` at `at` can stand in an address: between two digits or digits of
/// hexadecimal, or `::`.
#[inline]
pub(crate) fn filter(text: &[u8], at: usize) -> bool {
    let (last, next) = (byte_before(text, at, 1), byte(text, at + 1));
    let paired = last.is_ascii_hexdigit() && next.is_ascii_hexdigit();
    match byte(text, at) {
        b':' => paired || last == b':' || next == b':',
        b'.' => paired,
        b'-' => paired && byte_before(text, at, 2).is_ascii_hexdigit(),
        _ => false,
    }
}

/// The first address of the stretch around `at`.
pub(crate) fn at(scope: Scope<'_>, at: usize) -> Looked {
    let (start, end) = stretch(scope.text, scope.floor, at);
    let wants = |kind| scope.rules.on.contains(kind);
    let mut place = start;
    while place < end {
        if begins(scope.text, place) {
            let mac = wants(Kind::Mac).then(|| mac::end(scope.text, scope.floor, place));
            let ip = || wants(Kind::Ip).then(|| ip(scope, place)).flatten();
            let found = match mac.flatten() {
                Some(end) => Some(Found::new(Kind::Mac, place..end, Confidence::Medium)),
                None => ip(),
            };
            if let Some(found) = found {
                return Looked::upon(found, at);
            }
        }
        place += 1;
    }
    Looked {
        found: None,
        seen: end.max(at + 1),
    }
}

fn ip(scope: Scope<'_>, start: usize) -> Option<Found> {
    let end = v6::end(scope.text, scope.floor, start)
        .or_else(|| v4::end(scope.text, scope.floor, start))?;
    Some(Found::new(Kind::Ip, start..end, Confidence::Medium))
}

fn is_part(byte: u8) -> bool {
    byte.is_ascii_hexdigit() || matches!(byte, b'.' | b':' | b'-')
}

/// The bytes around `at` that could all be of one address.
fn stretch(text: &[u8], floor: usize, at: usize) -> (usize, usize) {
    let least = floor.max(at.saturating_sub(BACK));
    let mut start = at;
    while start > least && is_part(byte_before(text, start, 1)) {
        start -= 1;
    }
    let mut end = at;
    while end < at + AHEAD && is_part(byte(text, end)) {
        end += 1;
    }
    (start, end)
}

/// Whether a group begins here: a digit behind a sign, or a `::`.
fn begins(text: &[u8], at: usize) -> bool {
    let (last, next) = (byte_before(text, at, 1), byte(text, at));
    let sign = next == b':' && byte(text, at + 1) == b':' && last != b':';
    sign && !last.is_ascii_hexdigit() || next.is_ascii_hexdigit() && !last.is_ascii_hexdigit()
}

/// Whether a word ends here that an address cannot be glued to. The letter of a `\n` is none.
fn is_glued(text: &[u8], floor: usize, start: usize) -> bool {
    let escaped = super::number::border::escape_ends(text, start);
    (start > 0 && start == floor) || is_word(byte_before(text, start, 1)) && !escaped
}

/// The prefix length behind an address: `/24`.
fn prefix(text: &[u8], end: usize, most: u32) -> usize {
    if byte(text, end) != b'/' {
        return end;
    }
    let mut at = end + 1;
    let mut value = 0;
    while at < end + 4 && byte(text, at).is_ascii_digit() {
        value = value * 10 + u32::from(byte(text, at) - b'0');
        at += 1;
    }
    let whole = at > end + 1 && value <= most && !is_word(byte(text, at));
    if whole { at } else { end }
}
