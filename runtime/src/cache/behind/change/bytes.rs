//! A change as bytes, the same in every queue.
//!
//! ```text
//! | 1 | id: 16 | op | at: u64 | key | count of parts: u8 | part .. | trace | value .. |
//! ```
//!
//! Key, parts and trace have their length before them, in four bytes; numbers are little-endian.

use super::{ChangeId, Encoded, Op};
use crate::cache::key::Key;

/// The form of these bytes. Another one is not read.
const FORM: u8 = 1;
const PUT: u8 = 1;
const DELETE: u8 = 2;

impl Encoded {
    /// The change as bytes.
    pub(crate) fn to_bytes(&self) -> Vec<u8> {
        let value: &[u8] = match &self.op {
            Op::Put(value) => value,
            Op::Delete => &[],
        };
        let mut bytes = Vec::with_capacity(64 + self.key.len() + value.len());
        bytes.push(FORM);
        bytes.extend_from_slice(self.id.as_bytes());
        bytes.push(match self.op {
            Op::Put(_) => PUT,
            Op::Delete => DELETE,
        });
        bytes.extend_from_slice(&self.at.to_le_bytes());
        text(&mut bytes, self.key.as_bytes());
        // A template has few holes; what is beyond them would be left out here and in the count.
        let count = u8::try_from(self.parts.len()).unwrap_or(u8::MAX);
        bytes.push(count);
        for part in self.parts.iter().take(usize::from(count)) {
            text(&mut bytes, part.as_bytes());
        }
        text(&mut bytes, self.trace.as_deref().unwrap_or("").as_bytes());
        bytes.extend_from_slice(value);
        bytes
    }

    /// Reads a change. Any bytes are taken; `None` if they are none.
    pub(crate) fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let (&form, rest) = bytes.split_first()?;
        if form != FORM {
            return None;
        }
        let (id, rest) = rest.split_first_chunk::<16>()?;
        let (&op, rest) = rest.split_first()?;
        let (at, rest) = rest.split_first_chunk::<8>()?;
        let (key, rest) = take(rest)?;
        let (&count, mut rest) = rest.split_first()?;
        let mut parts = Vec::with_capacity(usize::from(count));
        for _ in 0..count {
            let (part, after) = take(rest)?;
            parts.push(part.to_owned());
            rest = after;
        }
        let (trace, value) = take(rest)?;
        Some(Self {
            id: ChangeId::from_bytes(*id),
            key: Key::from(key),
            parts,
            op: match op {
                PUT => Op::Put(value.to_vec()),
                DELETE if value.is_empty() => Op::Delete,
                _ => return None,
            },
            at: u64::from_le_bytes(*at),
            trace: (!trace.is_empty()).then(|| trace.to_owned()),
            tried: true,
        })
    }
}

fn text(out: &mut Vec<u8>, text: &[u8]) {
    // 4 GiB of text is more than a change of Redis may hold.
    let length = u32::try_from(text.len()).unwrap_or(u32::MAX);
    out.extend_from_slice(&length.to_le_bytes());
    out.extend_from_slice(text);
}

fn take(bytes: &[u8]) -> Option<(&str, &[u8])> {
    let (length, rest) = bytes.split_first_chunk::<4>()?;
    let length = usize::try_from(u32::from_le_bytes(*length)).ok()?;
    let (text, rest) = rest.split_at_checked(length)?;
    Some((std::str::from_utf8(text).ok()?, rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn change() -> Encoded {
        Encoded {
            id: ChangeId::new(),
            key: Key::from("user:4%202"),
            parts: vec!["4 2".to_owned(), String::new()],
            op: Op::Put(b"{\"id\":42}".to_vec()),
            at: 7,
            trace: Some("req-1".to_owned()),
            tried: true,
        }
    }

    #[test]
    fn what_was_written_is_read() {
        let gone = Encoded {
            op: Op::Delete,
            parts: Vec::new(),
            trace: None,
            ..change()
        };
        for change in [change(), gone] {
            assert_eq!(Encoded::from_bytes(&change.to_bytes()), Some(change));
        }
    }

    #[test]
    fn truncated_bytes_are_no_change_and_none_panic() {
        let whole = change().to_bytes();
        let before_value = whole.len() - b"{\"id\":42}".len();
        for length in 0..before_value {
            assert_eq!(
                Encoded::from_bytes(&whole[..length]),
                None,
                "{length} bytes"
            );
        }
        for (at, byte) in [(0, 9), (17, 9), (27, 0xff)] {
            let mut bytes = whole.clone();
            bytes[at] = byte;
            assert_eq!(Encoded::from_bytes(&bytes), None);
        }
    }
}
