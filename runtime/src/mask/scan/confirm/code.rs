//! What reads as a name and its value, and is source code: the type of a field, a call, a path.
//! Only what is plainly code counts, because a password that is taken for code is shown.

use std::ops::Range;

use super::value::is_type;
use super::{before, byte, part};

/// How far a path, or the arguments of a call, are followed.
const FAR: usize = 64;

/// Types are called by these, passwords hardly: `token: AtToken`.
const ALSO_TYPES: &[&[u8]] = &[
    b"token", b"tokens", b"key", b"keys", b"auth", b"secrets", b"pin", b"cookie", b"cookies",
    b"jwt", b"bearer",
];

/// Whether the bare value at `value` is source code.
pub(super) fn is_code(text: &[u8], name: Range<usize>, separator: u8, value: Range<usize>) -> bool {
    let word = part(text, value.start, value.end);
    let called = part(text, name.start, name.end);
    let global = word.starts_with(b"::") && name_end(text, value.start + 2).is_some();
    if word.starts_with(b"/*") || global || is_constant(text, called, separator, &value) {
        return true;
    }
    if byte(text, value.end) == b' ' && begins_expression(word) {
        return true;
    }
    let Some(path) = Path::at(text, value.start) else {
        return false;
    };
    let behind = byte(text, path.end);
    ends_path(behind)
        && (path.colons
            || path.is_of_self(text)
            || path.segments > 1 && path.last(text).eq_ignore_ascii_case(last_of(called)))
        || is_call(text, &path)
        || path.is_same_name(text, called)
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
    is_type(word.strip_suffix(b">").unwrap_or(word)) || word_before(text, name) == b"type"
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

    /// `data.token = token;`, `token: pending_wake_token,`.
    fn is_same_name(&self, text: &[u8], name: &[u8]) -> bool {
        let (path, word) = (part(text, self.start, self.end), last_word(name));
        let ends = matches!(byte(text, self.end), b';' | b',' | b')');
        let before = path.strip_suffix(word);
        let same = match before {
            Some([]) => name.contains(&b'.'),
            Some([.., b'_']) => is_also_a_type(word),
            _ => false,
        };
        ends && same
    }

    /// `token: AtToken`, `token: TokenTree`, `pin: P`: the type is called as the field is, or by
    /// one letter.
    fn is_type_of(&self, text: &[u8], name: &[u8]) -> bool {
        let last = self.last(text);
        let word = last_word(name);
        let same = |part: Option<&[u8]>| {
            part.is_some_and(|part| {
                part.first().is_some_and(u8::is_ascii_uppercase) && part.eq_ignore_ascii_case(word)
            })
        };
        let tail = last.len().checked_sub(word.len());
        let next = byte(last, word.len());
        let ends = same(tail.and_then(|tail| last.get(tail..)));
        let begins = same(last.get(..word.len())) && next.is_ascii_uppercase();
        let named = (ends || begins) && is_also_a_type(word);
        self.segments == 1 && self.is_camel(text) && (last.len() == 1 || named)
    }
}

fn is_also_a_type(word: &[u8]) -> bool {
    ALSO_TYPES
        .iter()
        .any(|also| also.eq_ignore_ascii_case(word))
}

/// `NLMSGERR_ATTR_COOKIE = 3,`: one of many that are numbered.
fn is_constant(text: &[u8], name: &[u8], separator: u8, value: &Range<usize>) -> bool {
    let word = part(text, value.start, value.end);
    separator == b'='
        && word.len() <= 3
        && word.iter().all(u8::is_ascii_digit)
        && matches!(byte(text, value.end), b',' | b';')
        && byte(text, value.end + 1) == b'\n'
        && before(text, value.start) == b' '
        && name.contains(&b'_')
        && name
            .iter()
            .all(|byte| byte.is_ascii_uppercase() || *byte == b'_')
        && matches!(
            last_word_of(name),
            b"COOKIE" | b"SECRET" | b"TOKEN" | b"KEY" | b"AUTH" | b"CREDS"
        )
}

/// What may follow a path in code; not what makes a word of it that is found otherwise.
fn ends_path(byte: u8) -> bool {
    byte <= b' ' || b"():;,.?![]{}<>|\"'`\\".contains(&byte)
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

/// `next()?`, `vec![..]`, `Some((user, pass));`: it is closed, and an expression may end there. Not
/// if there are figures in its name, or anything in it that may be found for itself.
fn is_call(text: &[u8], path: &Path) -> bool {
    let open = path.end + usize::from(byte(text, path.end) == b'!');
    let indexed = path.segments > 1 && matches!(byte(text, open + 1), b'"' | b'\'');
    let opens = match byte(text, open) {
        b'(' => true,
        b'[' => open > path.end || indexed,
        b'{' => open > path.end,
        _ => false,
    };
    let named = part(text, path.start, path.end);
    opens && !named.iter().any(u8::is_ascii_digit) && is_closed(text, open)
}

fn is_closed(text: &[u8], open: usize) -> bool {
    let arguments = part(text, open, text.len().min(open + FAR));
    let (mut depth, mut digits) = (0_usize, 0_usize);
    for (at, byte) in arguments.iter().enumerate() {
        match byte {
            b'(' | b'[' | b'{' => depth += 1,
            b')' | b']' | b'}' => depth -= 1,
            b'\n' | b'\r' => return at == 1,
            b'=' | b':' | b'@' | b'*' | b'+' => return false,
            b'0'..=b'9' => digits += 1,
            _ => {}
        }
        if depth == 0 {
            let behind = arguments.get(at + 1).copied().unwrap_or(b' ');
            return digits <= 8 && ends_path(behind);
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
    is_type(name) || capital && small || matches!(name, b"dyn" | b"impl")
}

fn is_declared(text: &[u8], name: usize) -> bool {
    declares(word_before(text, name))
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
    let word = last_word_of(name);
    let capital = word.iter().rposition(u8::is_ascii_uppercase);
    word.get(capital.unwrap_or(0)..).unwrap_or_default()
}

/// Behind the last `_`.
fn last_word_of(name: &[u8]) -> &[u8] {
    let words = name.rsplit(|byte| matches!(byte, b'_' | b'.' | b'-'));
    words.into_iter().next().unwrap_or_default()
}

/// What begins an expression or a type, with a space behind it.
fn begins_expression(word: &[u8]) -> bool {
    matches!(
        word,
        b"*mut"
            | b"*const"
            | b"impl"
            | b"dyn"
            | b"unsafe"
            | b"if"
            | b"match"
            | b"move"
            | b"async"
            | b"await"
            | b"typeof"
            | b"function"
            | b"//"
            | b"///"
    )
}

/// What stands before a name where it is declared: a type is behind its colon.
fn declares(word: &[u8]) -> bool {
    matches!(
        word,
        b"let" | b"mut" | b"const" | b"static" | b"type" | b"pub" | b"pub(crate)" | b"pub(super)"
    )
}
