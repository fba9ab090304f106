//! `password=..` and its cousins: what follows a name that is known to be sensitive, from the `=`
//! or `:` between the two.

use super::code::is_code;
use super::value::{self, Value};
use super::{announced, before, byte, is_name, login, part, quoted};
use crate::mask::Kind;
use crate::mask::finding::{Confidence, Found};
use crate::mask::names::{Names, Tails, is_tail, may_be_key};
use crate::mask::rules::Scope;

/// How much of a name is looked at.
const NAME: usize = 48;
/// Spaces that may stand before and behind the separator.
const SPACES: usize = 8;

/// Whether the name before the separator at `at` may be sensitive, by its last letters.
#[inline(always)]
pub(crate) fn filter(text: &[u8], names: &Names, tails: &Tails, at: usize) -> bool {
    let near = at.checked_sub(8).and_then(|from| text.get(from..));
    let Some(near) = near.and_then(<[u8]>::first_chunk::<8>) else {
        return true;
    };
    if quoted::filter(near) {
        return true;
    }
    let mut word = u64::from_be_bytes(*near);
    if is_skipped(near[7]) {
        // A quote with three backslashes before it, or quotes and a space, may stand behind a name.
        for _ in 0..4 {
            word >>= 8 * u32::from(is_skipped(word.to_be_bytes()[7]));
        }
    }
    let [.., one, two, a, b, c] = word.to_be_bytes();
    if c.is_ascii_digit() {
        return before_digits(text, names, tails, at);
    }
    let last = [a, b, c];
    (is_tail(tails, last) || announced::filter(last))
        && goes_on(text, names, at, [one, two, a, b, c])
}

#[inline(always)]
fn is_skipped(byte: u8) -> bool {
    matches!(byte, b'"' | b'\'' | b' ' | b'\\' | b'`')
}

/// `password1`, `PASSWORD_12`: the letters before the digits decide.
fn before_digits(text: &[u8], names: &Names, tails: &Tails, at: usize) -> bool {
    const NEAR: usize = 16;
    let near = part(text, at.saturating_sub(NEAR), at);
    let without = |mut near: &[u8], most, is: fn(u8) -> bool| -> usize {
        for _ in 0..most {
            match near {
                [rest @ .., last] if is(*last) => near = rest,
                _ => break,
            }
        }
        near.len()
    };
    let end = without(near, 3, is_skipped);
    let near = near.get(..end).unwrap_or_default();
    let end = without(near, 2, |byte| byte.is_ascii_digit());
    let near = near.get(..end).unwrap_or_default();
    let end = without(near, 1, |byte| matches!(byte, b'_' | b'-'));
    let near = near.get(..end).unwrap_or_default();
    let Some(&[one, two, a, b, c]) = near.last_chunk() else {
        return at < NEAR;
    };
    is_tail(tails, [a, b, c]) && goes_on(text, names, at, [one, two, a, b, c])
}

/// Of endings that many names have, a letter more.
#[inline(always)]
fn goes_on(text: &[u8], names: &Names, at: usize, [one, two, a, b, c]: [u8; 5]) -> bool {
    let opens = match [a | 0x20, b | 0x20, c | 0x20] {
        // Of the known names, only those of sessions are ids.
        [_, b'i', b'd'] => matches!(two | 0x20, b'n' | b's'),
        // A key alone opens nothing.
        [b'k', b'e', b'y'] => one == 0 || may_be_key([one, two], [a, b, c]),
        _ => true,
    };
    follows(byte(text, at + 1), c) && (opens || !names.are_known())
}

/// Whether a value, or more of the separator, may begin with `next`. Behind the name of a cookie
/// line, whose last letter is an `e`, cookies may stand further on.
#[inline(always)]
fn follows(next: u8, last: u8) -> bool {
    let begins = value::may_begin(next) || matches!(next, b' ' | b'\t') || last | 0x20 == b'e';
    next != b':' && begins
}

/// The value behind the separator at `at`.
pub(crate) fn at(scope: Scope<'_>, at: usize) -> Option<Found> {
    let Value {
        start, end, scheme, ..
    } = match quoted::input(scope.text, at) {
        Some(input) => input,
        None => named(scope, at)?,
    };
    let kind = if scheme {
        Kind::Authorization
    } else {
        Kind::Password
    };
    if !scope.rules.on.contains(kind) || start < scope.floor {
        return None;
    }
    Some(Found::new(kind, start..end, Confidence::High))
}

/// The value behind the separator at `at`, if the name before it is sensitive.
fn named(scope: Scope<'_>, at: usize) -> Option<Value> {
    let text = scope.text;
    let separator = separator_end(text, at)?;
    let start = skip_spaces(text, separator);
    if !value::may_begin(byte(text, start)) {
        return None;
    }
    let name = Name::before(text, at)?;
    if !name.is_sensitive(scope) && !name.is_of_login(text) && !name.signs_url(text) {
        return None;
    }
    let value = value::at(text, start, byte(text, at))?;
    let sign = byte(text, separator - 1);
    let code = value.bare && is_code(text, name.start..name.end, sign, value.start..value.end);
    (!code).then_some(value)
}

/// Where the word ends that goes on at `from`, without the marks of a sentence.
pub(crate) fn end_of_word(text: &[u8], from: usize) -> usize {
    value::bare_end(text, from)
}

/// Where the separator ends that begins at `at`: `=`, `:`, `:=`, `=>`.
fn separator_end(text: &[u8], at: usize) -> Option<usize> {
    match (byte(text, at), byte(text, at + 1)) {
        // `::`, `==`, and a pointer or a URL: `://`.
        (b':', b':') | (b'=', b'=') => None,
        (b':', b'/') if byte(text, at + 2) == b'/' => None,
        (b':', b'=') | (b'=', b'>') => Some(at + 2),
        _ => Some(at + 1),
    }
}

fn skip_spaces(text: &[u8], from: usize) -> usize {
    let rest = part(text, from, text.len().min(from + SPACES));
    from + rest
        .iter()
        .take_while(|byte| matches!(byte, b' ' | b'\t'))
        .count()
}

/// The name before a separator.
struct Name {
    start: usize,
    end: usize,
    /// It stands in quotes, so that it may have spaces in it.
    quoted: bool,
}

impl Name {
    fn before(text: &[u8], at: usize) -> Option<Name> {
        let mut end = at;
        while end > 0 && at - end < SPACES && matches!(byte(text, end - 1), b' ' | b'\t') {
            end -= 1;
        }
        let quoted = matches!(before(text, end), b'"' | b'\'' | b'`');
        if quoted {
            end -= 1;
            while end > 0 && at - end < SPACES && byte(text, end - 1) == b'\\' {
                end -= 1;
            }
        }
        let mut start = end;
        let floor = end.saturating_sub(NAME);
        while start > floor && is_name(byte(text, start - 1)) {
            start -= 1;
        }
        // An escape (`\npassword`) is no letter of the name.
        if before(text, start) == b'\\' && matches!(byte(text, start), b'n' | b't' | b'r') {
            start += 1;
        }
        (start < end).then_some(Name { start, end, quoted })
    }

    /// By itself, or one word by the one before it, too: `api key: ..`.
    fn is_sensitive(&self, scope: Scope<'_>) -> bool {
        let sensitive = |start| {
            let name = part(scope.text, start, self.end);
            scope.rules.names.is_sensitive(name)
        };
        sensitive(self.start)
            || self.with_word_before(scope.text).is_some_and(sensitive)
            || announced::by(scope, self.start, self.end)
    }

    /// The `p` of `u: snoop` and `p: ..` on two lines.
    fn is_of_login(&self, text: &[u8]) -> bool {
        let name = part(text, self.start, self.end);
        name.eq_ignore_ascii_case(b"p") && !self.quoted && login::is_behind_user(text, self.start)
    }

    /// `&sig=`, `?Signature=`: who has it may do what the URL does.
    fn signs_url(&self, text: &[u8]) -> bool {
        let name = part(text, self.start, self.end);
        let known = [&b"sig"[..], b"signature"];
        matches!(before(text, self.start), b'?' | b'&')
            && byte(text, self.end) == b'='
            && known.iter().any(|known| name.eq_ignore_ascii_case(known))
    }

    /// The beginning of the name together with the word before it.
    fn with_word_before(&self, text: &[u8]) -> Option<usize> {
        let joint = |byte: &u8| matches!(byte, b'_' | b'-' | b'.');
        if before(text, self.start) != b' ' || part(text, self.start, self.end).iter().any(joint) {
            return None;
        }
        let space = self.start - 1;
        let floor = self.end.saturating_sub(NAME);
        let mut start = space;
        let inside = |byte: u8| is_name(byte) || (self.quoted && byte == b' ');
        while start > floor && inside(byte(text, start - 1)) {
            start -= 1;
        }
        (start < space).then_some(start)
    }
}
