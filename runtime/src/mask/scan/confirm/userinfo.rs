//! User and password of a URL, from the `@` behind them.

use super::{HIDDEN, byte, part};
use crate::mask::Kind;
use crate::mask::finding::{Confidence, Found};
use crate::mask::rules::Scope;

/// How far the two may reach from an `@`, back and ahead.
const REACH: usize = 256;

/// What is known of the text before an `@`, so that many of them do not look at the same bytes
/// again.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Looked {
    /// Up to here stands no `://` that an `@` behind could belong to.
    clear: usize,
}

/// The user and password that end at the `@` at `at`, or at a later one before the host ends.
pub(crate) fn at(scope: Scope<'_>, at: usize, looked: &mut Looked) -> Option<Found> {
    if !scope.rules.on.contains(Kind::UrlCredentials) {
        return None;
    }
    let floor = scope.floor.max(looked.clear).max(at.saturating_sub(REACH));
    let Some(start) = authority(scope.text, at, floor) else {
        looked.clear = at;
        return None;
    };
    let end = last_sign(scope.text, at);
    let inside = part(scope.text, start, end);
    let known = inside.contains(&b':') || inside == HIDDEN;
    (known && !inside.is_empty())
        .then(|| Found::new(Kind::UrlCredentials, start..end, Confidence::High))
}

/// Where the authority of the URL begins in which the `@` stands.
fn authority(text: &[u8], at: usize, floor: usize) -> Option<usize> {
    let mut start = at;
    while start > floor {
        match byte(text, start - 1) {
            b'/' => {
                let scheme = start.checked_sub(3)?;
                let letter = scheme.checked_sub(1).map(|last| byte(text, last))?;
                let is_scheme =
                    part(text, scheme, start) == b"://" && letter.is_ascii_alphanumeric();
                return is_scheme.then_some(start);
            }
            ends if is_end(ends) => return None,
            _ => start -= 1,
        }
    }
    None
}

/// The last `@` before the host ends.
fn last_sign(text: &[u8], at: usize) -> usize {
    let rest = part(text, at, text.len().min(at + REACH));
    let authority = rest
        .iter()
        .take_while(|byte| !is_end(**byte) && **byte != b'/');
    let last = authority
        .enumerate()
        .filter(|(_, byte)| **byte == b'@')
        .last();
    at + last.map_or(0, |(distance, _)| distance)
}

fn is_end(byte: u8) -> bool {
    byte <= b' ' || matches!(byte, b'?' | b'#' | b'"' | b'<' | b'>' | b'\\' | b'`')
}
