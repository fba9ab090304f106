//! A stretch of text, plain or percent-encoded, and what it becomes.

use std::borrow::Cow;
use std::ops::{ControlFlow, Range};

use crate::mask::Kind;
use crate::mask::masker::Inner;
use crate::mask::scan::{mask_piece, scan};

/// More findings than are allowed.
#[derive(Debug)]
pub(super) struct TooMany;

/// A text, and the masked one as far as it was read. Stretches come in order.
pub(super) struct Output<'a> {
    pub(super) inner: &'a Inner,
    pub(super) text: &'a [u8],
    out: Vec<u8>,
    done: usize,
    findings: usize,
}

impl<'a> Output<'a> {
    pub(super) fn new(inner: &'a Inner, text: &'a [u8]) -> Self {
        Output {
            inner,
            text,
            out: Vec::new(),
            done: 0,
            findings: 0,
        }
    }

    pub(super) fn part(&self, range: Range<usize>) -> &'a [u8] {
        self.text.get(range).unwrap_or_default()
    }

    /// Whether names make values sensitive.
    pub(super) fn reads_names(&self) -> bool {
        self.inner.rules.on.contains(Kind::Password)
    }

    /// Writes other text in the place of a stretch.
    pub(super) fn put(&mut self, range: Range<usize>, text: &[u8]) {
        if self.findings == 0 {
            self.out.reserve(self.text.len() + 64);
        }
        self.findings += 1;
        let before = self.text.get(self.done..range.start).unwrap_or_default();
        self.out.extend_from_slice(before);
        self.out.extend_from_slice(text);
        self.done = range.end;
    }

    /// The stretch is a secret as a whole.
    pub(super) fn hide(&mut self, range: Range<usize>, kind: Kind) {
        let mut mask = Vec::new();
        self.inner
            .styles
            .pieces(kind, self.part(range.clone()))
            .append(&mut mask);
        self.put(range, &encoded(&mask));
    }

    /// What is found in the stretch.
    pub(super) fn read(&mut self, range: Range<usize>) {
        let inner = self.inner;
        let all = self.text;
        let text = all.get(..range.end).unwrap_or_default();
        // From the separator on: a number directly at the beginning of a scan counts as a part.
        let from = range.start.saturating_sub(1);
        let _ = scan(inner.plan(), text, from, &mut |found| {
            if found.start < range.start {
                return ControlFlow::Continue(());
            }
            let mut mask = Vec::new();
            inner.pieces(&found, all).append(&mut mask);
            self.put(found.start..found.end, &mask);
            ControlFlow::Continue(())
        });
    }

    /// The same for a stretch that may be percent-encoded. A `+` is a space, but where nothing is
    /// found that way it may be a plus that was not encoded.
    pub(super) fn read_encoded(&mut self, range: Range<usize>) {
        let raw = self.part(range.clone());
        let Cow::Owned(plain) = decoded(raw) else {
            return self.read(range);
        };
        let before = self.part(0..range.start);
        match mask_piece(self.inner, before, &plain) {
            Some(masked) => self.put(range, &encoded(&masked)),
            None => self.read(range),
        }
    }

    pub(super) fn finish(mut self) -> Result<Option<Vec<u8>>, TooMany> {
        if self.findings > self.inner.limits.findings {
            return Err(TooMany);
        }
        if self.findings == 0 {
            return Ok(None);
        }
        self.out
            .extend_from_slice(self.text.get(self.done..).unwrap_or_default());
        Ok(Some(self.out))
    }
}

/// A broken escape stays as it is written.
pub(super) fn decoded(text: &[u8]) -> Cow<'_, [u8]> {
    if memchr::memchr2(b'%', b'+', text).is_none() {
        return Cow::Borrowed(text);
    }
    let mut out = Vec::with_capacity(text.len());
    let mut at = 0;
    while let Some(&byte) = text.get(at) {
        let escape = text.get(at + 1..at + 3).filter(|_| byte == b'%');
        let (byte, length) = match (byte, escape.and_then(hex)) {
            (_, Some(byte)) => (byte, 3),
            (b'+', None) => (b' ', 1),
            (byte, None) => (byte, 1),
        };
        out.push(byte);
        at += length;
    }
    Cow::Owned(out)
}

fn hex(digits: &[u8]) -> Option<u8> {
    let [high, low] = digits else { return None };
    let digit = |byte: u8| {
        (byte as char)
            .to_digit(16)
            .and_then(|digit| u8::try_from(digit).ok())
    };
    Some(digit(*high)? << 4 | digit(*low)?)
}

/// As it may stand in a query. What masks are made of, `*`, `@`, `.`, stays readable.
pub(super) fn encoded(text: &[u8]) -> Vec<u8> {
    const HEX: &[u8; 16] = b"0123456789ABCDEF";
    let mut out = Vec::with_capacity(text.len());
    for &byte in text {
        let stays = byte.is_ascii_alphanumeric() || b"-._~*@:/?!$'()[],;=".contains(&byte);
        if stays {
            out.push(byte);
        } else {
            let digit = |four: u8| HEX.get(usize::from(four)).copied().unwrap_or(b'0');
            out.extend_from_slice(&[b'%', digit(byte >> 4), digit(byte & 15)]);
        }
    }
    out
}
