//! Events with the escape sequences of terminals between their words.
//!
//! `phone\x1b[0m\x1b[2m=\x1b[0m415-555-0132` has a letter before the number, and none of its names
//! stands before a `=`. So the scan sees the text without the sequences, and they are put back.

use crate::mask::Masker;
use crate::mask::stream::Engine;

pub(super) const ESCAPE: u8 = 0x1B;
/// Bytes of the longest sequence that is taken for one.
const LONGEST: usize = 32;

/// The event, masked; of a sequence within a finding the finding comes first.
pub(super) fn mask(masker: &Masker, event: &[u8]) -> Vec<u8> {
    let plain = Plain::of(event);
    let mut found = Vec::new();
    masker.find_from(&plain.text, 0, &mut found);
    let mut out = Vec::with_capacity(event.len());
    let (mut at, mut sequences) = (0, plain.sequences.iter().peekable());
    let mut copy_until = |end: usize, masked: bool, out: &mut Vec<u8>| {
        while let Some((place, sequence)) = sequences.next_if(|(place, _)| *place <= end) {
            if !masked {
                out.extend_from_slice(plain.text.get(at..*place).unwrap_or_default());
            }
            at = *place;
            out.extend_from_slice(sequence);
        }
        if !masked {
            out.extend_from_slice(plain.text.get(at..end).unwrap_or_default());
        }
        at = end;
    };
    for found in &found {
        copy_until(found.start, false, &mut out);
        masker.append_mask(found, &plain.text, &mut out);
        copy_until(found.end, true, &mut out);
    }
    copy_until(plain.text.len(), false, &mut out);
    out
}

/// An event without its sequences.
struct Plain<'e> {
    text: Vec<u8>,
    /// Each with its place in the text.
    sequences: Vec<(usize, &'e [u8])>,
}

impl<'e> Plain<'e> {
    fn of(event: &'e [u8]) -> Self {
        let mut plain = Plain {
            text: Vec::with_capacity(event.len()),
            sequences: Vec::new(),
        };
        let mut rest = event;
        while let Some(at) = memchr::memchr(ESCAPE, rest) {
            let (text, behind) = rest.split_at(at);
            plain.text.extend_from_slice(text);
            let length = sequence(behind);
            let (taken, behind) = behind.split_at(length.max(1));
            if length > 0 {
                plain.sequences.push((plain.text.len(), taken));
            } else {
                plain.text.extend_from_slice(taken);
            }
            rest = behind;
        }
        plain.text.extend_from_slice(rest);
        plain
    }
}

/// The length of the control sequence with which `text` begins, `ESC [ .. m`, else 0.
fn sequence(text: &[u8]) -> usize {
    if !text.starts_with(b"\x1b[") {
        return 0;
    }
    let mut parameters = text.iter().enumerate().take(LONGEST).skip(2);
    match parameters.find(|(_, byte)| !matches!(byte, b' '..=b'?')) {
        Some((last, b'@'..=b'~')) => last + 1,
        _ => 0,
    }
}
