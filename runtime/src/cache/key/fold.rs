//! What replaces a part, or a key, by something shorter.

use sha2::{Digest as _, Sha256};

use super::KeyBuf;

/// Bytes of the longest key that is kept as it is.
pub(super) const LONGEST: usize = 400;
/// Bytes of a longer one that stay readable.
const HEAD: usize = 64;

pub(super) fn sha256(bytes: &[u8]) -> [u8; 32] {
    Sha256::digest(bytes).into()
}

/// Replaces a long key by its head, `%~` and its hash. No rendering gives `%~` before a hash: a
/// `%` from a value is followed by two digits, or by the template's own text.
#[cold]
#[inline(never)]
pub(super) fn shorten(key: &mut KeyBuf) {
    let bytes = key.as_bytes();
    let mut end = HEAD.min(bytes.len());
    // The continuation bytes of UTF-8 are 10xxxxxx: do not cut before one.
    while end > 0 && bytes.get(end).is_some_and(|byte| byte & 0xc0 == 0x80) {
        end -= 1;
    }
    let head = bytes.get(..end).unwrap_or_default();
    let mut short = KeyBuf::new();
    short.literal(&String::from_utf8_lossy(head));
    short.literal("%~");
    short.bytes(&sha256(bytes));
    *key = short;
}
