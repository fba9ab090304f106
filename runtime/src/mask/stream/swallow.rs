//! The rest of a secret whose mask was written before its end was seen.

use crate::mask::Kind;
use crate::mask::finding::Found;

/// Where such a secret ends, and how much of that was seen; one byte at a time, so that nothing of
/// it has to be held.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Swallow {
    /// A private key: behind the line `-----END ..-----`.
    Key(EndOfKey),
    /// A value in quotes.
    Quoted(EndOfQuoted),
    /// At the first byte that no token has.
    Token,
    /// At white space, or what ends a value without quotes.
    Word,
    /// At the end of the line.
    Line,
}

/// At the same quote behind as many backslashes, or at the end of the line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct EndOfQuoted {
    quote: u8,
    slashes: usize,
    /// The backslashes that were seen last.
    run: usize,
}

/// Behind the last line of a private key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum EndOfKey {
    /// The last bytes that were seen: the line has not begun.
    Body(u64),
    /// So many bytes of the line were seen, and maybe the first of its last dashes.
    Line { bytes: usize, dash: bool },
}

/// Bytes of the longest last line.
const LAST_LINE: usize = 64;

/// A scheme of authentication may stand between a quote and its credential.
const SCHEME: usize = 20;

impl Swallow {
    /// For `found` in `text`.
    pub(super) fn new(text: &[u8], found: &Found) -> Self {
        let before = text.get(..found.start).unwrap_or_default();
        match found.kind {
            Kind::PrivateKey => Swallow::Key(EndOfKey::Body(0)),
            Kind::Jwt | Kind::Token | Kind::HighEntropy => Swallow::Token,
            Kind::Authorization => Swallow::authorization(before),
            _ => EndOfQuoted::after(before).map_or(Swallow::Word, Swallow::Quoted),
        }
    }

    /// By the scheme that stands before the credential.
    fn authorization(before: &[u8]) -> Self {
        let line = before.trim_ascii_end();
        let word = line
            .iter()
            .rev()
            .take(SCHEME)
            .take_while(|byte| is_of_token(**byte));
        let (front, scheme) = line.split_at(line.len() - word.count());
        let one = [
            &b"basic"[..],
            b"bearer",
            b"token",
            b"apikey",
            b"negotiate",
            b"ntlm",
        ];
        match EndOfQuoted::after(front) {
            Some(quoted) => Swallow::Quoted(quoted),
            None if one.iter().any(|one| scheme.eq_ignore_ascii_case(one)) => Swallow::Word,
            None => Swallow::Line,
        }
    }

    /// Where in `piece` the secret has ended, if it ends there.
    pub(super) fn end(&mut self, piece: &[u8]) -> Option<End> {
        let end = match self {
            Swallow::Key(seen) => seen.end(piece),
            Swallow::Quoted(seen) => return seen.end(piece),
            Swallow::Token => piece.iter().position(|&byte| !is_of_token(byte)),
            Swallow::Word => piece.iter().position(|&byte| ends_word(byte)),
            Swallow::Line => memchr::memchr(b'\n', piece),
        };
        end.map(|at| End { at, owed: &[] })
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

impl EndOfQuoted {
    /// `before` ends with a quote.
    fn after(before: &[u8]) -> Option<Self> {
        let (&quote, rest) = before.split_last()?;
        let slashes = rest
            .iter()
            .rev()
            .take(OWED.len())
            .take_while(|byte| **byte == b'\\');
        let slashes = slashes.count();
        matches!(quote, b'"' | b'\'' | b'`').then_some(EndOfQuoted {
            quote,
            slashes,
            run: 0,
        })
    }

    fn end(&mut self, piece: &[u8]) -> Option<End> {
        for (at, &byte) in piece.iter().enumerate() {
            if byte == b'\\' {
                self.run += 1;
                continue;
            }
            let run = std::mem::take(&mut self.run);
            if run > 0 && byte == self.quote && run <= self.slashes {
                let owed = OWED.get(..run.saturating_sub(at)).unwrap_or_default();
                let at = at.saturating_sub(run);
                return Some(End { at, owed });
            }
            let hidden = run > 0 && (self.slashes > 0 || run % 2 == 1);
            if !hidden && (byte == self.quote || byte == b'\n') {
                return Some(End { at, owed: &[] });
            }
        }
        None
    }
}

/// The backslashes before a quote belong to it.
const OWED: &[u8] = &[b'\\'; 8];

fn ends_word(byte: u8) -> bool {
    byte <= b' ' || matches!(byte, b'&' | b'"' | b'\'' | b'<' | b'`')
}

fn is_of_token(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b'~' | b'+' | b'/' | b'=')
}

impl EndOfKey {
    fn end(&mut self, piece: &[u8]) -> Option<usize> {
        for (at, &byte) in piece.iter().enumerate() {
            *self = match *self {
                EndOfKey::Body(seen) => EndOfKey::body(seen << 8 | u64::from(byte)),
                EndOfKey::Line { dash: true, .. } if byte != b'-' => return Some(at),
                EndOfKey::Line {
                    bytes: LAST_LINE, ..
                } => return Some(at),
                EndOfKey::Line { .. } if byte == b'\n' => return Some(at),
                EndOfKey::Line { bytes, .. } => EndOfKey::Line {
                    bytes: bytes + 1,
                    dash: byte == b'-',
                },
            };
        }
        None
    }

    fn body(seen: u64) -> Self {
        match &seen.to_be_bytes() {
            // The second is that of SSH2.
            b"-----END" | b"---- END" => EndOfKey::Line {
                bytes: 0,
                dash: false,
            },
            _ => EndOfKey::Body(seen),
        }
    }
}
