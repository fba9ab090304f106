//! The forms in which a masker writes, at its defaults and in the other styles.

use crate::mask::pseudonym::is_pseudonym;
use crate::mask::style::HIDDEN;

/// What no text has by chance, wherever it stands in it.
const PARTS: &[&str] = &[
    "***@",
    "***%40",
    "***-***-",
    "***-**-****",
    "****-****-",
    "*.*.*.*",
    "**:**:**",
];

/// Whether a masker wrote it, or a part of it.
pub(super) fn is_masked(text: &str) -> bool {
    let text = text.trim();
    is_stars(text)
        || has_hidden(text)
        || PARTS.iter().any(|part| text.contains(part))
        || is_kept(text)
        || is_placeholder(text)
        || is_pseudonym(text.as_bytes())
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
