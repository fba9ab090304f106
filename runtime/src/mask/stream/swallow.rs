//! The rest of a secret whose mask was written before its end was seen.

use crate::mask::Kind;
use crate::mask::finding::Found;

/// Where such a secret ends, and how much of that was seen; one byte at a time, so that nothing of
/// it has to be held.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Swallow {
    /// A private key: behind the line `-----END ..-----`.
    Key(EndOfKey),
    /// A value in quotes: at the next one that is not escaped, or, if its first one is escaped, at
    /// the next one of any kind.
    Quoted {
        quote: u8,
        nested: bool,
        escaped: bool,
    },
    /// At the first byte that no token has.
    Token,
    /// At white space.
    Word,
}

/// How much of `-----END PRIVATE KEY-----` was seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum EndOfKey {
    /// So many bytes of `-----END `.
    Begin(usize),
    /// All of it, and so many dashes behind the label.
    Label(usize),
}

const BEGIN: &[u8] = b"-----END ";
const DASHES: usize = 5;

impl Swallow {
    /// For `found` in `text`.
    pub(super) fn new(text: &[u8], found: &Found) -> Self {
        let before = text.get(..found.start).unwrap_or_default();
        match (found.kind, before) {
            (Kind::PrivateKey, _) => Swallow::Key(EndOfKey::Begin(0)),
            (Kind::Jwt | Kind::Token | Kind::Authorization | Kind::HighEntropy, _) => {
                Swallow::Token
            }
            (_, [rest @ .., quote @ (b'"' | b'\'' | b'`')]) => Swallow::Quoted {
                quote: *quote,
                nested: rest.last() == Some(&b'\\'),
                escaped: false,
            },
            _ => Swallow::Word,
        }
    }

    /// Where in `piece` the secret has ended, if it ends there.
    pub(super) fn end(&mut self, piece: &[u8]) -> Option<End> {
        match self {
            Swallow::Key(seen) => seen.end(piece).map(End::at),
            Swallow::Quoted {
                quote,
                nested,
                escaped,
            } => {
                for (at, &byte) in piece.iter().enumerate() {
                    if byte == *quote && (*nested || !*escaped) {
                        return Some(End::before_quote(at, *escaped));
                    }
                    *escaped = byte == b'\\' && !*escaped;
                }
                None
            }
            Swallow::Token => piece
                .iter()
                .position(|&byte| !is_of_token(byte))
                .map(End::at),
            Swallow::Word => piece.iter().position(u8::is_ascii_whitespace).map(End::at),
        }
    }
}

/// The end of a secret.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct End {
    /// The first byte that is text again.
    pub(super) at: usize,
    /// What was dropped before it, and is text, too.
    pub(super) owed: &'static [u8],
}

impl End {
    fn at(at: usize) -> Self {
        End { at, owed: &[] }
    }

    /// The backslash before a quote belongs to it.
    fn before_quote(at: usize, escaped: bool) -> Self {
        match (escaped, at.checked_sub(1)) {
            (false, _) => End::at(at),
            (true, Some(backslash)) => End::at(backslash),
            (true, None) => End { at, owed: b"\\" },
        }
    }
}

fn is_of_token(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b'~' | b'+' | b'/' | b'=')
}

impl EndOfKey {
    fn end(&mut self, piece: &[u8]) -> Option<usize> {
        for (at, &byte) in piece.iter().enumerate() {
            *self = match *self {
                EndOfKey::Begin(seen) => EndOfKey::begin(seen, byte),
                EndOfKey::Label(_) if byte == b'\n' => return Some(at),
                EndOfKey::Label(dashes) if byte == b'-' && dashes + 1 == DASHES => {
                    return Some(at + 1);
                }
                EndOfKey::Label(dashes) if byte == b'-' => EndOfKey::Label(dashes + 1),
                EndOfKey::Label(_) => EndOfKey::Label(0),
            };
        }
        None
    }

    fn begin(seen: usize, byte: u8) -> Self {
        let expected = BEGIN.get(seen) == Some(&byte);
        match seen + usize::from(expected) {
            seen if seen == BEGIN.len() => EndOfKey::Label(0),
            seen if expected => EndOfKey::Begin(seen),
            // A longer run of dashes still ends in five of them.
            DASHES if byte == b'-' => EndOfKey::Begin(DASHES),
            _ => EndOfKey::Begin(usize::from(byte == b'-')),
        }
    }
}
