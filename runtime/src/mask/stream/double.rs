//! An engine of four plain kinds, for the tests of the buffers.

use super::engine::Engine;
use crate::mask::Kind;
use crate::mask::finding::{Confidence, Found};

/// Words with `@` (e-mail), groups of digits (phone), `eyJ..` (JWT), `password="..` and private
/// keys.
pub(super) struct Double;

impl Engine for Double {
    fn find_from(&self, text: &[u8], from: usize, found: &mut Vec<Found>) {
        let mut at = from;
        while at < text.len() {
            let next = finding(text, at).filter(|(range, _)| range.1 > range.0);
            let Some(((start, end), kind)) = next else {
                at += 1;
                continue;
            };
            found.push(Found::new(kind, start..end, Confidence::High));
            at = end;
        }
    }

    fn append_mask(&self, _: &Found, _: &[u8], out: &mut Vec<u8>) {
        out.extend_from_slice(b"********");
    }
}

impl Double {
    /// All of `text` at once.
    pub(super) fn whole(text: &[u8]) -> Vec<u8> {
        let mut found = Vec::new();
        Double.find_from(text, 0, &mut found);
        let (mut out, mut at) = (Vec::new(), 0);
        for found in &found {
            out.extend_from_slice(&text[at..found.start]);
            out.extend_from_slice(b"********");
            at = found.end;
        }
        out.extend_from_slice(&text[at..]);
        out
    }
}

fn finding(text: &[u8], at: usize) -> Option<((usize, usize), Kind)> {
    let rest = &text[at..];
    let run = |of: fn(u8) -> bool| at + rest.iter().take_while(|&&byte| of(byte)).count();
    let word_starts = at == 0 || !is_word(text[at - 1]);
    if rest.starts_with(b"-----BEGIN PRIVATE KEY-----") {
        let closed = memchr::memmem::find(rest, b"-----END PRIVATE KEY-----");
        let end = closed.map_or(text.len(), |end| at + end + 25);
        return Some(((at, end), Kind::PrivateKey));
    }
    if text[..at].ends_with(b"password=\"") {
        return Some((
            (at, run(|byte| byte != b'"' && byte != b'\n')),
            Kind::Password,
        ));
    }
    if word_starts && rest.starts_with(b"eyJ") {
        return Some(((at, run(is_word)), Kind::Jwt));
    }
    let end = run(is_word);
    let is_email = word_starts && end - at < 200 && text[at..end].contains(&b'@');
    is_email.then_some(((at, end), Kind::Email))
}

fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'@' | b'.' | b'_' | b'-')
}
