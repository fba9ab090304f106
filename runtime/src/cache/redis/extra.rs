//! What an entry carries between its head and its payload, where a strategy asks for it.
//!
//! ```text
//! | length: u16 | stale from: i64 | reload due: i64 | load took: u32 ms | tags: u8 | (length: u16, name, stamp) .. |
//! ```
//!
//! Such an entry is of a kind of its own, so that the plain ones stay as short as they are.

use std::time::Duration;

use super::stamp::{STAMP, Stamp};
use crate::cache::key::Key;
use crate::cache::tags::{Moment, TagSet, Tags};

/// How many bytes of it tell when the time to live ends, and whether there are tags.
pub(super) const START: usize = TAGS + 1;
/// Where the number of tags stands.
const TAGS: usize = 2 + 8 + 8 + 4;

/// See the module.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Extra {
    /// µs since 1970 by the server's clock: when its time to live ends, though it may be served
    /// stale until it is gone.
    pub(crate) stale: Option<i64>,
    /// µs since 1970 by the server's clock: from when on it is to be loaded again, though its time has
    /// not ended.
    pub(crate) due: Option<i64>,
    /// How long the load took that brought it.
    pub(crate) took: Duration,
    /// Names of tags in Redis, and the stamps that stood there before the load began.
    pub(crate) tags: Vec<(Vec<u8>, Stamp)>,
}

impl Extra {
    /// The tags as an entry in memory holds them, if none has been invalidated here since `read`.
    pub(crate) fn tag_set(&self, tags: &Tags, read: Moment) -> Option<TagSet> {
        if self.tags.is_empty() {
            return Some(TagSet::default());
        }
        let names = self.tags.iter();
        let names = names.map(|(name, _)| Key::from(&*String::from_utf8_lossy(name)));
        tags.since(read, names)
    }

    /// Whether there is nothing to be said.
    pub(super) fn is_plain(&self) -> bool {
        self.stale.is_none() && self.due.is_none() && self.took.is_zero() && self.tags.is_empty()
    }

    /// Appends it to the head of an entry; `false`, and nothing is appended, if it is too long.
    pub(super) fn write(&self, out: &mut Vec<u8>) -> bool {
        let mut bytes = Vec::with_capacity(64);
        bytes.extend_from_slice(&self.stale.unwrap_or(0).to_le_bytes());
        bytes.extend_from_slice(&self.due.unwrap_or(0).to_le_bytes());
        let took = u32::try_from(self.took.as_millis()).unwrap_or(u32::MAX);
        bytes.extend_from_slice(&took.to_le_bytes());
        let Ok(count) = u8::try_from(self.tags.len()) else {
            return false;
        };
        bytes.push(count);
        for (name, stamp) in &self.tags {
            let Ok(length) = u16::try_from(name.len()) else {
                return false;
            };
            bytes.extend_from_slice(&length.to_le_bytes());
            bytes.extend_from_slice(name);
            bytes.extend_from_slice(stamp);
        }
        let Ok(length) = u16::try_from(bytes.len()) else {
            return false;
        };
        out.extend_from_slice(&length.to_le_bytes());
        out.extend_from_slice(&bytes);
        true
    }

    /// Reads it from what follows a head, with the place where the payload begins. Any bytes are
    /// taken.
    pub(super) fn read(bytes: &[u8]) -> Option<(Self, usize)> {
        let (length, rest) = bytes.split_first_chunk::<2>()?;
        let length = usize::from(u16::from_le_bytes(*length));
        let inside = rest.get(..length)?;
        let (stale, inside) = inside.split_first_chunk::<8>()?;
        let (due, inside) = inside.split_first_chunk::<8>()?;
        let (took, inside) = inside.split_first_chunk::<4>()?;
        let (&count, mut inside) = inside.split_first()?;
        let mut tags = Vec::with_capacity(usize::from(count));
        for _ in 0..count {
            let (length, rest) = inside.split_first_chunk::<2>()?;
            let (name, rest) = rest.split_at_checked(usize::from(u16::from_le_bytes(*length)))?;
            let (stamp, rest) = rest.split_first_chunk::<STAMP>()?;
            tags.push((name.to_vec(), *stamp));
            inside = rest;
        }
        let extra = Self {
            stale: moment(*stale),
            due: moment(*due),
            took: Duration::from_millis(u64::from(u32::from_le_bytes(*took))),
            tags,
        };
        inside.is_empty().then_some((extra, 2 + length))
    }
}

fn moment(bytes: [u8; 8]) -> Option<i64> {
    Some(i64::from_le_bytes(bytes)).filter(|&micros| micros > 0)
}

/// When the time to live ends of an entry that may be served stale, from the first [`START`] bytes of
/// what follows its head.
pub(super) fn stale(bytes: &[u8]) -> Option<i64> {
    moment(*bytes.get(2..)?.first_chunk::<8>()?)
}

/// Whether an entry has tags, from the first [`START`] bytes of what follows its head.
pub(super) fn has_tags(bytes: &[u8]) -> bool {
    bytes.get(TAGS).is_some_and(|&count| count > 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn extra() -> Extra {
        Extra {
            stale: Some(7),
            due: Some(6),
            took: Duration::from_millis(250),
            tags: vec![
                (b"shop:%tag:org".to_vec(), [3; STAMP]),
                (Vec::new(), [4; STAMP]),
            ],
        }
    }

    #[test]
    fn what_was_written_is_read_and_the_payload_follows() {
        let mut bytes = Vec::new();
        assert!(extra().write(&mut bytes));
        let end = bytes.len();
        bytes.extend_from_slice(b"payload");
        assert_eq!(Extra::read(&bytes), Some((extra(), end)));
    }

    #[test]
    fn every_truncation_and_every_excess_is_refused() {
        let mut bytes = Vec::new();
        assert!(extra().write(&mut bytes));
        for length in 0..bytes.len() {
            assert_eq!(Extra::read(&bytes[..length]), None, "{length} bytes");
        }
        bytes[0] += 1;
        bytes.push(0);
        assert_eq!(Extra::read(&bytes), None);
    }

    #[test]
    fn the_first_bytes_tell_whether_there_are_tags() {
        for tags in [extra().tags, Vec::new()] {
            let (mut bytes, extra) = (Vec::new(), Extra { tags, ..extra() });
            assert!(extra.write(&mut bytes));
            assert_eq!(has_tags(&bytes[..START]), !extra.tags.is_empty());
            assert_eq!(stale(&bytes[..START]), Some(7));
        }
    }

    #[test]
    fn what_does_not_fit_is_not_written() {
        let many = Extra {
            tags: vec![(b"t".to_vec(), [0; STAMP]); 256],
            ..Extra::default()
        };
        let long = Extra {
            tags: vec![(vec![b'x'; 70_000], [0; STAMP])],
            ..Extra::default()
        };
        let mut bytes = Vec::new();
        assert!(!many.write(&mut bytes) && !long.write(&mut bytes) && bytes.is_empty());
    }
}
