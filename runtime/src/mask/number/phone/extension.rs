//! The extension behind a number: `x12`, ` ext. 12`, ` #12`, `, extension 12`.

use super::super::border::{self, Border};
use super::super::unit::{Unit, byte, unit};

const WORDS: [&[u8]; 8] = [
    b"extension",
    b";ext=",
    b"extn",
    b"ext",
    b"int",
    b"x",
    b"#",
    b"~",
];
/// Digits of the longest.
const DIGITS: usize = 7;

/// Where the extension behind a number ends, if there is one.
pub(super) fn end(text: &[u8], number: usize) -> Option<usize> {
    let mut at = skip_spaces(text, number);
    let comma = byte(text, at) == b',';
    if comma {
        at = skip_spaces(text, at + 1);
    }
    if !matches!(
        byte(text, at) | 0x20,
        b'e' | b'x' | b'i' | b'#' | b'~' | b';'
    ) {
        return None;
    }
    let rest = text.get(at..)?;
    let word = WORDS.iter().find(|word| {
        rest.get(..word.len())
            .is_some_and(|start| start.eq_ignore_ascii_case(word))
    })?;
    at += word.len();
    if word.len() > 1 && matches!(byte(text, at), b'.' | b':') {
        at += 1;
    }
    let digits = skip_spaces(text, at);
    let end = (digits..digits + DIGITS)
        .find(|at| !byte(text, *at).is_ascii_digit())
        .unwrap_or(digits + DIGITS);
    (end > digits && ends(text, end, end - digits)).then_some(end)
}

fn skip_spaces(text: &[u8], at: usize) -> usize {
    let spaces = (at..at + 2)
        .take_while(|at| byte(text, *at) == b' ')
        .count();
    at + spaces
}

/// Whether the digits are all of it: no dash or group goes on behind them.
fn ends(text: &[u8], end: usize, digits: usize) -> bool {
    if border::after(text, end) < Border::Clear {
        return false;
    }
    let goes_on = |at: usize| matches!(unit(text, at).0, Unit::Digit(_)) || byte(text, at) == b'*';
    let spaced_dash = byte(text, end) == b' '
        && byte(text, end + 1) == b'-'
        && goes_on(skip_spaces(text, end + 2));
    let grouped = digits >= 4 && byte(text, end) == b' ' && goes_on(end + 1);
    !spaced_dash && !grouped
}
