//! `regex`: six patterns one after the other, or one alternation of all six.
//!
//! Used well: on bytes, with ASCII classes and borders (a Unicode `\w` or `\b` costs a hundred times as much), compiled
//! once, and without a copy of what has no match.

use std::borrow::Cow;
use std::sync::LazyLock;

use regex::bytes::{Captures, NoExpand, Regex, Replacer};

const EMAIL: &str = r"(?-u:[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*\.[A-Za-z]{2,})";
const PHONE: &str = r"(?-u:\b(?:\+?1[-. ])?(?:\([0-9]{3}\) ?|[0-9]{3}[-.])[0-9]{3}[-.][0-9]{4}\b)";
const CARD: &str = r"(?-u:\b(?:[0-9]{4}[- ]?){3}[0-9]{4}\b)";
const SSN: &str = r"(?-u:\b[0-9]{3}-[0-9]{2}-[0-9]{4}\b)";
const BEARER: &str =
    r"(?-u:\beyJ[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+|\bBearer [A-Za-z0-9._~+/-]+=*)";
const PASSWORD: &str =
    r#"(?i-u:\b(?:password|passwd|secret|api[_-]?key)["']?[=:] ?(?:"[^"]*"|[^\s,;&"]+))"#;

/// Masks in six passes; borrows what none of them changes.
pub(crate) fn six_passes(text: &[u8]) -> Cow<'_, [u8]> {
    static PASSES: LazyLock<[(Regex, Kind); 6]> = LazyLock::new(|| {
        [
            (compiled(PASSWORD), Kind::Password),
            (compiled(BEARER), Kind::Bearer),
            (compiled(EMAIL), Kind::Email),
            (compiled(CARD), Kind::Card),
            (compiled(PHONE), Kind::Phone),
            (compiled(SSN), Kind::Ssn),
        ]
    });
    let mut masked = Cow::Borrowed(text);
    for (pattern, kind) in &*PASSES {
        let changed = match &masked {
            Cow::Borrowed(text) => match kind.replace_all(pattern, text) {
                Cow::Borrowed(_) => None,
                Cow::Owned(changed) => Some(changed),
            },
            Cow::Owned(text) => match kind.replace_all(pattern, text) {
                Cow::Borrowed(_) => None,
                Cow::Owned(changed) => Some(changed),
            },
        };
        if let Some(changed) = changed {
            masked = Cow::Owned(changed);
        }
    }
    masked
}

/// Masks in one pass of one pattern. Which of the six has matched is told by looking at the match: captures would make
/// `regex` search it a second time.
pub(crate) fn alternation(text: &[u8]) -> Cow<'_, [u8]> {
    static ALL: LazyLock<Regex> =
        LazyLock::new(|| compiled(&[PASSWORD, BEARER, EMAIL, CARD, PHONE, SSN].join("|")));
    let mut found = ALL.find_iter(text).peekable();
    if found.peek().is_none() {
        return Cow::Borrowed(text);
    }
    let mut masked = Vec::with_capacity(text.len());
    let mut written = 0;
    for found in found {
        masked.extend_from_slice(&text[written..found.start()]);
        Kind::of(found.as_bytes()).write(found.as_bytes(), &mut masked);
        written = found.end();
    }
    masked.extend_from_slice(&text[written..]);
    Cow::Owned(masked)
}

/// What a look at every byte costs: counts the `@` and the digits, and masks nothing.
pub(crate) fn byte_scan(text: &[u8]) -> usize {
    text.iter()
        .filter(|byte| **byte == b'@' || byte.is_ascii_digit())
        .count()
}

fn compiled(pattern: &str) -> Regex {
    Regex::new(pattern).expect("the pattern is one of the six above")
}

/// What was matched.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Password,
    Bearer,
    Email,
    Card,
    Phone,
    Ssn,
}

impl Kind {
    fn of(matched: &[u8]) -> Self {
        match matched {
            _ if matched.starts_with(b"eyJ") || matched.starts_with(b"Bearer ") => Kind::Bearer,
            // A password may hold an `@`, an address holds neither of the two.
            _ if matched.iter().any(|byte| matches!(byte, b'=' | b':')) => Kind::Password,
            _ if matched.contains(&b'@') => Kind::Email,
            _ => match matched.iter().filter(|byte| byte.is_ascii_digit()).count() {
                16 => Kind::Card,
                9 => Kind::Ssn,
                _ => Kind::Phone,
            },
        }
    }

    fn write(self, matched: &[u8], masked: &mut Vec<u8>) {
        let last_four = &matched[matched.len().saturating_sub(4)..];
        match self {
            Kind::Password => {
                let key = matched.iter().position(|byte| matches!(byte, b'=' | b':'));
                let value = key.map_or(0, |at| at + 1);
                masked.extend_from_slice(&matched[..value]);
                masked.extend_from_slice(quoted(&matched[value..]));
            }
            Kind::Bearer => masked.extend_from_slice(b"********"),
            Kind::Email => {
                let at = matched.iter().position(|byte| *byte == b'@');
                masked.extend_from_slice(&matched[..1]);
                masked.extend_from_slice(b"***");
                masked.extend_from_slice(&matched[at.unwrap_or_default()..]);
            }
            Kind::Card => {
                masked.extend_from_slice(b"****-****-****-");
                masked.extend_from_slice(last_four);
            }
            Kind::Phone => {
                masked.extend_from_slice(b"***-***-");
                masked.extend_from_slice(last_four);
            }
            Kind::Ssn => masked.extend_from_slice(b"***-**-****"),
        }
    }

    fn replace_all<'t>(self, pattern: &Regex, text: &'t [u8]) -> Cow<'t, [u8]> {
        match self {
            // Whole and constant: the replacements that `regex` makes without captures.
            Kind::Bearer => pattern.replace_all(text, NoExpand(b"********")),
            Kind::Ssn => pattern.replace_all(text, NoExpand(b"***-**-****")),
            _ => pattern.replace_all(text, Written(self)),
        }
    }
}

/// A value in quotes stays in quotes, and JSON stays JSON.
fn quoted(value: &[u8]) -> &'static [u8] {
    match value {
        [b' ', b'"', ..] => b" \"********\"",
        [b'"', ..] => b"\"********\"",
        [b' ', ..] => b" ********",
        _ => b"********",
    }
}

/// Writes what a kind becomes.
struct Written(Kind);

impl Replacer for Written {
    fn replace_append(&mut self, captures: &Captures<'_>, masked: &mut Vec<u8>) {
        self.0.write(&captures[0], masked);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_pattern_is_masked_alike_in_six_passes_and_in_one() {
        for (text, masked) in [
            ("to emma@example.com now", "to e***@example.com now"),
            ("call 555-123-4567.", "call ***-***-4567."),
            ("card 4111-1111-1111-1234", "card ****-****-****-1234"),
            ("ssn 123-45-6789", "ssn ***-**-****"),
            ("a Bearer abc.def", "a ********"),
            ("password=a@b.com x", "password=******** x"),
            (r#""password": "a b", 1"#, r#""password": "********", 1"#),
        ] {
            for masker in [six_passes, alternation] {
                assert_eq!(String::from_utf8_lossy(&masker(text.as_bytes())), masked);
            }
        }
    }

    #[test]
    fn what_has_no_match_is_borrowed() {
        for masker in [six_passes, alternation] {
            assert!(matches!(masker(b"nothing of note"), Cow::Borrowed(_)));
        }
    }
}
