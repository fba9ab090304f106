//! Whole URLs, with a scheme or without one.

use crate::mask::finding::Found;
use crate::mask::rules::Scope;
use crate::mask::{Confidence, Kind};

/// The longest name of a host.
const LONGEST_HOST: usize = 253;

/// The longest user and password with their `@`.
const LONGEST_USERINFO: usize = 512;

/// The longest part of a host that is a top-level domain.
const LONGEST_TOP: usize = 24;

pub(super) fn find(scope: Scope<'_>, at: usize) -> Option<Found> {
    let text = scope.text;
    // Inside a name of a host there is nothing new to see.
    if at
        .checked_sub(1)
        .and_then(|front| text.get(front))
        .is_some_and(|b| blocks(*b))
    {
        return None;
    }
    let rest = text.get(at..)?;
    let scheme = match scheme(rest) {
        0 => 0,
        scheme => scheme + userinfo(rest.get(scheme..)?),
    };
    let authority = rest.get(scheme..)?;
    let host = Host::read(authority)?;
    if scheme == 0 && !host.is_known() {
        return None;
    }
    let behind = authority.get(host.len..)?;
    let tail = tail(behind);
    if scheme == 0 && tail == 0 && (host.looks_like_a_file() || behind.first() == Some(&b'(')) {
        return None;
    }
    let end = at + scheme + host.len + tail;
    let masked = matches!(text.get(end), Some(b'@' | b'*'));
    let confidence = if scheme > 0 {
        Confidence::High
    } else {
        Confidence::Medium
    };
    (!masked).then(|| Found::new(Kind::Url, at..end, confidence))
}

/// What may stand before a host's name only as a part of it or of another thing.
fn blocks(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'_' | b'@' | b'*' | 0x80..)
}

/// How long `https://` is, if it stands here.
fn scheme(text: &[u8]) -> usize {
    let schemes = [&b"https://"[..], b"http://", b"ftp://", b"wss://", b"ws://"];
    let fits = |scheme: &&[u8]| {
        text.get(..scheme.len())
            .is_some_and(|head| head.eq_ignore_ascii_case(scheme))
    };
    schemes.into_iter().find(fits).map_or(0, <[u8]>::len)
}

/// How long user and password with their `@` are, if they stand here; masked already or not.
fn userinfo(text: &[u8]) -> usize {
    let inside = |b: &&u8| b.is_ascii_graphic() && !b"/?#\"'<>".contains(b);
    let len = text
        .iter()
        .take(LONGEST_USERINFO)
        .take_while(inside)
        .count();
    let stretch = text.get(..len).unwrap_or_default();
    stretch
        .iter()
        .rposition(|b| *b == b'@')
        .map_or(0, |at| at + 1)
}

struct Host<'a> {
    len: usize,
    top: &'a [u8],
    labels: usize,
    www: bool,
}

impl<'a> Host<'a> {
    /// Labels joined by dots, the last of letters. `www` does not count as one.
    fn read(text: &'a [u8]) -> Option<Self> {
        let part = |b: &&u8| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-');
        let len = text.iter().take(LONGEST_HOST + 1).take_while(part).count();
        // A part of it that has been masked hid that it was no host.
        if text.get(len) == Some(&b'*') {
            return None;
        }
        let name = text.get(..len)?;
        let dots = name
            .iter()
            .rev()
            .take_while(|b| matches!(b, b'.' | b'-'))
            .count();
        let name = name.get(..name.len() - dots)?;
        if name.len() > LONGEST_HOST {
            return None;
        }
        let www = name
            .get(..4)
            .is_some_and(|head| head.eq_ignore_ascii_case(b"www."));
        let mut labels = 0;
        let mut top: &[u8] = &[];
        for label in name.split(|b| *b == b'.') {
            if label.is_empty() {
                return None;
            }
            labels += 1;
            top = label;
        }
        labels -= usize::from(www);
        let letters = top.iter().all(u8::is_ascii_alphabetic) || top.starts_with(b"xn--");
        let known = letters && (2..=LONGEST_TOP).contains(&top.len()) && labels >= 2;
        known.then_some(Host {
            len: name.len(),
            top,
            labels,
            www,
        })
    }

    /// Whether its top-level domain is one that is common enough to be told without a scheme.
    fn is_known(&self) -> bool {
        let same = |known: &&[u8]| known.eq_ignore_ascii_case(self.top);
        self.top.len() == 2 || TOPS.iter().any(|top| same(&top.as_bytes()))
    }

    /// `main.rs` is a file, not a host in Serbia.
    fn looks_like_a_file(&self) -> bool {
        let same = |ending: &&str| ending.as_bytes().eq_ignore_ascii_case(self.top);
        !self.www && self.labels == 2 && FILES.iter().any(same)
    }
}

/// Generic top-level domains that hosts are named by without a scheme. Every country has two
/// letters.
const TOPS: &[&str] = &[
    "academy",
    "agency",
    "app",
    "biz",
    "blog",
    "cloud",
    "club",
    "com",
    "company",
    "design",
    "dev",
    "digital",
    "edu",
    "email",
    "gov",
    "group",
    "info",
    "int",
    "live",
    "media",
    "mil",
    "mobi",
    "museum",
    "name",
    "net",
    "network",
    "news",
    "online",
    "org",
    "page",
    "pro",
    "services",
    "shop",
    "site",
    "solutions",
    "space",
    "store",
    "systems",
    "tech",
    "tel",
    "today",
    "top",
    "travel",
    "vlaanderen",
    "webcam",
    "website",
    "wiki",
    "work",
    "world",
    "xyz",
    "zone",
];

/// Countries whose letters end the names of files.
const FILES: &[&str] = &[
    "ai", "bz", "cc", "gz", "js", "md", "mk", "pl", "pm", "ps", "py", "rs", "sh", "so", "tf", "ts",
    "vi", "cs", "hs", "go", "rb", "kt", "lz", "db", "id", "is", "to", "at", "in", "it",
];

/// Port, path, query and fragment, as far as they go without what ends a sentence.
fn tail(text: &[u8]) -> usize {
    if !matches!(text.first(), Some(b'/' | b'?' | b'#' | b':')) {
        return 0;
    }
    let inside = |b: &&u8| !b.is_ascii_whitespace() && !b.is_ascii_control() && !ends(**b);
    let len = text.iter().take_while(inside).count();
    let stretch = text.get(..len).unwrap_or_default();
    let closing = stretch
        .iter()
        .rev()
        .take_while(|b| b".,;:!?)".contains(b))
        .count();
    len - closing
}

fn ends(byte: u8) -> bool {
    b"\"'<>`{}|\\^*".contains(&byte)
}
