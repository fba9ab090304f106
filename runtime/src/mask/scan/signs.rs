//! The next `@` behind a finding, encoded or not: what ends there may take the finding with it.

use super::confirm::{byte, encoded};

/// How far behind a finding its word is followed.
const WORD: usize = 256;

/// What is known of the text behind findings, so that many of them do not look at the same bytes
/// again.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Signs {
    /// Up to here stands none that takes a finding before it.
    clear: usize,
    /// The same of those that are not encoded.
    plain: usize,
}

impl Signs {
    /// The sign, encoded or not, in the same word as what ends at `end`.
    pub(super) fn behind(&mut self, text: &[u8], end: usize) -> Option<usize> {
        let is_sign = |text: &[u8], at| byte(text, at) == b'@' || encoded::is_sign(text, at);
        self.clear = next(text, self.clear, end, is_sign);
        is_sign(text, self.clear).then_some(self.clear)
    }

    /// The same of those that are not encoded.
    pub(super) fn plain_behind(&mut self, text: &[u8], end: usize) -> Option<usize> {
        let is_sign = |text: &[u8], at| byte(text, at) == b'@';
        self.plain = next(text, self.plain, end, is_sign);
        is_sign(text, self.plain).then_some(self.plain)
    }
}

/// The next sign in the word that goes on at `end`, or where that word ends; known up to `clear`.
fn next(text: &[u8], clear: usize, end: usize, is_sign: fn(&[u8], usize) -> bool) -> usize {
    let from = end.max(clear);
    let to = text.len().min(end + WORD).max(from);
    let ends = |byte: u8| byte <= b' ' || matches!(byte, b'/' | b'?' | b'#' | b'"' | b'\'');
    let stops = |at: &usize| is_sign(text, *at) || ends(byte(text, *at));
    (from..to).find(stops).unwrap_or(to)
}
