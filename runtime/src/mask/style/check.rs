//! Which styles are impossible.

use std::borrow::Cow;

use super::Style;
use crate::mask::{BuildError, Kind};

/// Characters that may be shown at most: more is no mask.
const MOST_SHOWN: usize = 32;
/// Bytes of the longest fixed text.
const LONGEST_FIXED: usize = 64;

type Reason = Cow<'static, str>;

/// Refuses what would show too much or nothing, or break what it stands in.
pub(super) fn check(kind: Kind, style: &Style) -> Result<(), BuildError> {
    possible(style)
        .and_then(|()| fits(kind, style))
        .map_err(|reason| BuildError::style(kind, reason))
}

/// What holds for any kind, and for the patterns of users.
pub(crate) fn possible(style: &Style) -> Result<(), Reason> {
    match style {
        Style::KeepFirst(0) | Style::KeepLast(0) => {
            Err("it shows no character; write `Style::Hidden`".into())
        }
        Style::KeepFirst(shown) | Style::KeepLast(shown) if *shown > MOST_SHOWN => {
            Err(format!("it shows {shown} characters; at most {MOST_SHOWN} can be shown").into())
        }
        Style::Fixed(text) => fixed(text),
        _ => Ok(()),
    }
}

fn fixed(text: &str) -> Result<(), Reason> {
    if text.trim().is_empty() {
        return Err("its text is empty; write `Style::Hidden`".into());
    }
    if text.len() > LONGEST_FIXED {
        let length = text.len();
        return Err(format!("its text has {length} bytes; it can have {LONGEST_FIXED}").into());
    }
    let breaks = |char: char| char.is_control() || matches!(char, '"' | '\\');
    if text.contains(breaks) {
        return Err(
            "its text has a quote, a backslash or a control character, which would break the JSON \
             or the line that it stands in; leave it out"
                .into(),
        );
    }
    Ok(())
}

/// What is wrong for some kinds only.
fn fits(kind: Kind, style: &Style) -> Result<(), Reason> {
    match (style, kind) {
        (Style::Pseudonym, Kind::Password | Kind::UrlCredentials) => {
            Err("a pseudonym tells who has the same password; write `Style::Hidden`".into())
        }
        (Style::Pseudonym, Kind::PrivateKey) => {
            Err("a key that is cut off has another pseudonym; write `Style::Hidden`".into())
        }
        (Style::KeepFirst(_) | Style::KeepLast(_), Kind::PrivateKey) => Err(
            "its first and last characters are the same for every key; write `Style::Hidden`"
                .into(),
        ),
        _ => Ok(()),
    }
}
