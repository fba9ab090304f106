//! What may stand directly before and behind a number.
//!
//! A border reads at most a few bytes, and a `*` counts as the digit that it may stand for: a
//! second run, which sees masks where the first saw numbers, has to come to the same answer.

use super::unit::{Unit, byte, byte_before, unit, unit_before};

/// How clear a border is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Border {
    /// The number goes on.
    Shut,
    /// Another number stands behind one of `, : /`: enough where the shape leaves no doubt.
    Shared,
    /// Nothing that could belong to the number.
    Clear,
}

/// The border before a number that would begin at `start`.
pub(crate) fn before(text: &[u8], floor: usize, start: usize) -> Border {
    if start == 0 {
        return Border::Clear;
    }
    if start == floor || number_ends(text, start) {
        return Border::Shut;
    }
    let last = byte_before(text, start, 1);
    match last {
        b'a'..=b'z' | b'A'..=b'Z' => clear_if(escape_ends(text, start)),
        b'_' | b'#' | b'$' => Border::Shut,
        b'*' => clear_if(emphasis_before(text, start)),
        b'.' => shut_if(number_ends(text, start - 1)),
        b',' | b':' | b'/' if number_ends(text, start - 1) => Border::Shared,
        b'-' => shut_if(number_before_dashes(text, start)),
        0x80.. => wide_before(text, start),
        _ => Border::Clear,
    }
}

/// The border behind a number that would end at `end`.
pub(crate) fn after(text: &[u8], end: usize) -> Border {
    match byte(text, end) {
        b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'_' | b'@' | b'$' => Border::Shut,
        b'%' => clear_if(is_percent_escape(text, end)),
        b'*' => clear_if(emphasis_after(text, end)),
        b'.' => shut_if(number_begins(text, end + 1)),
        b':' | b'/' if number_begins(text, end + 1) => Border::Shared,
        b'-' => shut_if(byte(text, end + 1) == b'-' || number_begins(text, end + 1)),
        0x80.. => wide_after(text, end),
        _ => Border::Clear,
    }
}

fn clear_if(clear: bool) -> Border {
    if clear { Border::Clear } else { Border::Shut }
}

fn shut_if(shut: bool) -> Border {
    clear_if(!shut)
}

/// Whether a digit, or a mask, ends here. A digit that ends `%20` does not count.
fn number_ends(text: &[u8], at: usize) -> bool {
    let star = byte_before(text, at, 1) == b'*' && !emphasis_before(text, at);
    let digit = matches!(unit_before(text, at).0, Unit::Digit(_));
    star || (digit && !percent_escape_ends(text, at))
}

fn number_begins(text: &[u8], at: usize) -> bool {
    byte(text, at) == b'*' || matches!(unit(text, at).0, Unit::Digit(_))
}

/// `\n`, `\t` or `\r` as it is written in JSON, or `%2B` as in a URL: the letter is no letter.
pub(crate) fn escape_ends(text: &[u8], at: usize) -> bool {
    let control =
        matches!(byte_before(text, at, 1), b'n' | b't' | b'r') && byte_before(text, at, 2) == b'\\';
    control || percent_escape_ends(text, at)
}

pub(crate) fn percent_escape_ends(text: &[u8], at: usize) -> bool {
    at.checked_sub(3)
        .is_some_and(|start| is_percent_escape(text, start))
}

fn is_percent_escape(text: &[u8], at: usize) -> bool {
    byte(text, at) == b'%'
        && byte(text, at + 1).is_ascii_hexdigit()
        && byte(text, at + 2).is_ascii_hexdigit()
}

/// One star or two, as around emphasised text; a mask has more, or a `-`, `.` or `:` before it.
fn emphasis_before(text: &[u8], at: usize) -> bool {
    let stars = 1 + usize::from(byte_before(text, at, 2) == b'*');
    matches!(
        byte_before(text, at, stars + 1),
        0 | b' ' | b'\t' | b'\n' | b'(' | b'"'
    )
}

fn emphasis_after(text: &[u8], at: usize) -> bool {
    let stars = 1 + usize::from(byte(text, at + 1) == b'*');
    !matches!(
        byte(text, at + stars),
        b'*' | b'-' | b'.' | b':' | b'0'..=b'9'
    )
}

/// Dashes, and a number before them: `2000-` or `2000--`.
fn number_before_dashes(text: &[u8], at: usize) -> bool {
    let dashes = if byte_before(text, at, 2) == b'-' {
        2
    } else {
        1
    };
    at.checked_sub(dashes)
        .is_some_and(|dashes| number_ends(text, dashes))
}

fn wide_before(text: &[u8], at: usize) -> Border {
    if unit_before(text, at).0 == Unit::Dash {
        return clear_if(at < 3 || !number_ends(text, at - 3));
    }
    shut_if(char_before(text, at).is_some_and(|last| is_latin(last) || is_currency(last)))
}

fn char_before(text: &[u8], at: usize) -> Option<char> {
    (1..=4).find_map(|len| {
        let char = text.get(at.checked_sub(len)?..at)?;
        std::str::from_utf8(char).ok()?.chars().next()
    })
}

/// Whether a letter stands before a place.
pub(super) fn is_letter_before(text: &[u8], at: usize) -> bool {
    char_before(text, at).is_some_and(|last| last.is_ascii_alphabetic() || is_latin(last))
}

fn wide_after(text: &[u8], at: usize) -> Border {
    match unit(text, at) {
        (Unit::Digit(_), _) => return Border::Shut,
        (Unit::Dash | Unit::Dot, len) => return shut_if(number_begins(text, at + len)),
        _ => {}
    }
    let next = (2..=4).find_map(|len| {
        let char = text.get(at..at + len)?;
        std::str::from_utf8(char).ok()?.chars().next()
    });
    shut_if(next.is_some_and(is_latin))
}

/// Latin letters beyond ASCII, and what is put over letters.
fn is_latin(char: char) -> bool {
    matches!(char, '\u{c0}'..='\u{24f}' | '\u{300}'..='\u{36f}' | '\u{1e00}'..='\u{1eff}')
        && !matches!(char, '\u{d7}' | '\u{f7}')
}

fn is_currency(char: char) -> bool {
    matches!(char, '\u{a2}'..='\u{a5}' | '\u{20a0}'..='\u{20cf}' | '\u{ffe5}' | '\u{ffe1}')
}
