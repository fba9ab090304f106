//! The forms in which a masker writes, at its defaults and in the other styles.

use crate::mask::style::HIDDEN;

/// What no text has by chance, wherever it stands in it.
const PARTS: &[&str] = &[
    "***@",
    "***-***-",
    "***-**-****",
    "****-****-",
    "*.*.*.*",
    "**:**:**",
];
/// Digits of a pseudonym.
const DIGITS: usize = 12;

/// Whether a masker wrote it, or a part of it.
pub(super) fn is_masked(text: &str) -> bool {
    let text = text.trim();
    is_stars(text)
        || has_hidden(text)
        || PARTS.iter().any(|part| text.contains(part))
        || is_kept(text)
        || is_placeholder(text)
        || is_pseudonym(text)
}

/// `***`, and more.
fn is_stars(text: &str) -> bool {
    text.len() >= 3 && text.bytes().all(|byte| byte == b'*')
}

/// Eight stars, and not the border of a comment.
fn has_hidden(text: &str) -> bool {
    text.match_indices(HIDDEN).any(|(at, _)| {
        let before = text.get(..at).unwrap_or_default();
        let behind = text.get(at + HIDDEN.len()..).unwrap_or_default();
        !before.ends_with('*') && !behind.starts_with('*')
    })
}

/// `jo****`, `****.com`: one word with four stars at one end.
fn is_kept(text: &str) -> bool {
    let rest = text
        .strip_suffix("****")
        .or_else(|| text.strip_prefix("****"));
    rest.is_some_and(|rest| !rest.contains('*'))
}

/// `[EMAIL]`, also that of another masker: `[REDACTED]`.
fn is_placeholder(text: &str) -> bool {
    let name = text
        .strip_prefix('[')
        .and_then(|text| text.strip_suffix(']'));
    name.is_some_and(|name| {
        let mut bytes = name.bytes();
        bytes.next().is_some_and(|byte| byte.is_ascii_uppercase())
            && name.len() > 1
            && bytes.all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'_')
    })
}

/// `email_7f3a9c2b1d4e@v1`.
fn is_pseudonym(text: &str) -> bool {
    let parts = text
        .split_once('@')
        .and_then(|(name, id)| Some((name.rsplit_once('_')?, id)));
    let Some(((name, digits), id)) = parts else {
        return false;
    };
    let hex = |byte: u8| matches!(byte, b'0'..=b'9' | b'a'..=b'f');
    let word = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-');
    !name.is_empty()
        && digits.len() == DIGITS
        && digits.bytes().all(hex)
        && !id.is_empty()
        && id.bytes().all(word)
}
