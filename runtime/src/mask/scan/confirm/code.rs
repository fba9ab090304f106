//! What reads as a name and its value, and is source code: the type of a field, a call, a path.
//! Only what is plainly code counts, because a password that is taken for code is shown.

use std::ops::Range;

use super::value::TYPES;
use super::{before, byte, part};

/// How far a path, or the arguments of a call, are followed.
const FAR: usize = 64;

/// What begins an expression or a type, with a space behind it.
const BEGINS: &[&[u8]] = &[
    b"*mut",
    b"*const",
    b"impl",
    b"dyn",
    b"unsafe",
    b"match",
    b"move",
    b"async",
    b"await",
    b"typeof",
    b"function",
    b"//",
    b"///",
];
/// What stands before a name where it is declared: a type is behind its colon.
const DECLARES: &[&[u8]] = &[
    b"let",
    b"mut",
    b"const",
    b"static",
    b"type",
    b"pub",
    b"pub(crate)",
    b"pub(super)",
];
/// Types are called by these, passwords hardly: `token: AtToken`.
const ALSO_TYPES: &[&[u8]] = &[
    b"token", b"tokens", b"key", b"keys", b"auth", b"secrets", b"pin", b"cookie", b"cookies",
    b"jwt", b"bearer",
];

/// Whether the bare value at `value` is source code.
pub(super) fn is_code(text: &[u8], name: Range<usize>, separator: u8, value: Range<usize>) -> bool {
    let word = part(text, value.start, value.end);
    if word.starts_with(b"/*") || BEGINS.contains(&word) && byte(text, value.end) == b' ' {
        return true;
    }
    let Some(path) = Path::at(text, value.start) else {
        return false;
    };
    let behind = byte(text, path.end);
    let called = part(text, name.start, name.end);
    path.colons
        || path.is_of_self(text)
        || path.segments > 1 && path.last(text).eq_ignore_ascii_case(last_of(called))
        || is_call(text, &path)
        || behind == b'<' && path.is_camel(text) && is_type_within(text, path.end + 1)
        || separator != b'='
            && !is_inside(behind)
            && (is_declared(text, name.start)
                || is_variant(text, name.start)
                || path.is_type_of(text, called))
        || separator == b'='
            && called.first().is_some_and(u8::is_ascii_uppercase)
            && is_declared_or_known(text, name.start, word)
}

/// `type Token = usize`, `Stream<Token = char>`.
fn is_declared_or_known(text: &[u8], name: usize, word: &[u8]) -> bool {
    TYPES.contains(&word.strip_suffix(b">").unwrap_or(word)) || word_before(text, name) == b"type"
}

/// Names joined by `.` or `::`.
struct Path {
    start: usize,
    end: usize,
    /// Where its last name begins.
    last: usize,
    segments: usize,
    /// It has `::` in it.
    colons: bool,
}

impl Path {
    fn at(text: &[u8], start: usize) -> Option<Path> {
        let mut path = Path {
            start,
            end: name_end(text, start)?,
            last: start,
            segments: 1,
            colons: false,
        };
        while path.end < start + FAR {
            let (joint, colons) = match (byte(text, path.end), byte(text, path.end + 1)) {
                (b'.', _) => (1, false),
                (b':', b':') => (2, true),
                _ => break,
            };
            let next = path.end + joint;
            let end = name_end(text, next);
            path.colons |= colons && (end.is_some() || byte(text, next) == b'<');
            let Some(end) = end else { break };
            path.segments += 1;
            path.last = next;
            path.end = end;
        }
        Some(path)
    }

    fn first<'t>(&self, text: &'t [u8]) -> &'t [u8] {
        let all = part(text, self.start, self.end);
        all.split(|byte| *byte == b'.').next().unwrap_or_default()
    }

    fn last<'t>(&self, text: &'t [u8]) -> &'t [u8] {
        part(text, self.last, self.end)
    }

    fn is_of_self(&self, text: &[u8]) -> bool {
        self.segments > 1 && matches!(self.first(text), b"self" | b"this")
    }

    /// `PhantomPinned`: a capital, and small letters.
    fn is_camel(&self, text: &[u8]) -> bool {
        let last = self.last(text);
        last.first().is_some_and(u8::is_ascii_uppercase)
            && (last.len() == 1 || last.iter().any(u8::is_ascii_lowercase))
            && !last.contains(&b'_')
    }

    /// `token: AtToken`, `pin: P`: the type is called as the field is, or by one letter.
    fn is_type_of(&self, text: &[u8], name: &[u8]) -> bool {
        let last = self.last(text);
        let word = last_word(name);
        let tail = last.len().checked_sub(word.len());
        let same = tail.and_then(|tail| last.get(tail..)).is_some_and(|tail| {
            tail.first().is_some_and(u8::is_ascii_uppercase) && tail.eq_ignore_ascii_case(word)
        });
        let also = ALSO_TYPES
            .iter()
            .any(|also| also.eq_ignore_ascii_case(word));
        self.segments == 1 && self.is_camel(text) && (last.len() == 1 || same && also)
    }
}

fn is_inside(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_' || byte >= 0x80
}

/// The end of a name that begins at `start`.
fn name_end(text: &[u8], start: usize) -> Option<usize> {
    let rest = part(text, start, text.len().min(start + FAR));
    let begins = |first: &u8| first.is_ascii_alphabetic() || *first == b'_';
    let first = rest.first().is_some_and(begins);
    let inside = |byte: &&u8| byte.is_ascii_alphanumeric() || **byte == b'_';
    first.then(|| start + rest.iter().take_while(inside).count())
}

/// `next()?`, `vec![..]`, `Some((user, pass));`: it is closed, and an expression may end there.
fn is_call(text: &[u8], path: &Path) -> bool {
    let open = path.end + usize::from(byte(text, path.end) == b'!');
    let indexed = path.segments > 1 && matches!(byte(text, open + 1), b'"' | b'\'');
    match byte(text, open) {
        b'(' => {}
        b'[' if open > path.end || indexed => {}
        b'{' if open > path.end => {}
        _ => return false,
    }
    let arguments = part(text, open, text.len().min(open + FAR));
    let mut depth = 0_usize;
    for (at, byte) in arguments.iter().enumerate() {
        match byte {
            b'(' | b'[' | b'{' => depth += 1,
            b')' | b']' | b'}' => depth -= 1,
            b'\n' | b'\r' => return at == 1,
            _ => {}
        }
        if depth == 0 {
            let behind = arguments.get(at + 1).copied().unwrap_or(b' ');
            return behind <= b' ' || b";,?.)]}\"'`|\\".contains(&behind);
        }
    }
    false
}

/// What follows a `<`: a type, and no element of HTML.
fn is_type_within(text: &[u8], at: usize) -> bool {
    if matches!(byte(text, at), b'&' | b'\'' | b'(' | b'[' | b'*') {
        return true;
    }
    let Some(end) = name_end(text, at) else {
        return false;
    };
    let name = part(text, at, end);
    let capital = name.first().is_some_and(u8::is_ascii_uppercase);
    let small = name.len() == 1 || name.iter().any(u8::is_ascii_lowercase);
    TYPES.contains(&name) || capital && small || matches!(name, b"dyn" | b"impl")
}

fn is_declared(text: &[u8], name: usize) -> bool {
    DECLARES.contains(&word_before(text, name))
}

/// `Input::Token: PartialEq`, `Error::Token => ..`: a name of a path that begins with a capital.
fn is_variant(text: &[u8], name: usize) -> bool {
    let path = name.checked_sub(2).map(|from| part(text, from, name));
    path == Some(b"::") && byte(text, name).is_ascii_uppercase()
}

/// The word before a space.
fn word_before(text: &[u8], at: usize) -> &[u8] {
    const LONGEST: usize = 12;
    if before(text, at) != b' ' {
        return &[];
    }
    let near = part(text, at.saturating_sub(LONGEST), at - 1);
    let word = near.rsplit(|byte| matches!(byte, b' ' | b'\t' | b'\n' | b'\r'));
    word.into_iter().next().unwrap_or_default()
}

/// Behind the last `.`: `self.config.password`.
fn last_of(name: &[u8]) -> &[u8] {
    name.rsplit(|byte| *byte == b'.').next().unwrap_or_default()
}

/// Behind the last `_`, or from the last capital on.
fn last_word(name: &[u8]) -> &[u8] {
    let name = name.rsplit(|byte| matches!(byte, b'_' | b'.' | b'-'));
    let word = name.into_iter().next().unwrap_or_default();
    let capital = word.iter().rposition(u8::is_ascii_uppercase);
    word.get(capital.unwrap_or(0)..).unwrap_or_default()
}
