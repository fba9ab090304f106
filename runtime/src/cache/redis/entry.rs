//! What stands at an entry's key: kind, stamp, incarnation, the end of its life, and the payload.
//!
//! ```text
//! 0        1                16              24              32
//! | kind   | stamp          | incarnation   | expires       | extra, of some kinds | payload ..
//! ```
//!
//! `expires` is µs since 1970 by the server's clock as the writer knew it, 0 for never. The server
//! itself ends the entry; this is for readers of many entries, who would have to ask for each.
//!
//! The first 16 bytes are what a commit compares; nothing that is absent equals them.

use super::extra::{self, Extra};
use super::stamp::{self, STAMP, Stamp};

/// How many bytes a commit compares: the kind and the stamp.
pub(super) const MARK: usize = 1 + STAMP;
/// How many bytes stand before the payload.
pub(super) const HEAD: usize = EXPIRES + 8;
/// Where the end of its life stands.
const EXPIRES: usize = MARK + 8;

/// The kind and the stamp of what stood at a key.
pub(super) type Mark = [u8; MARK];

const VALUE: u8 = 1;
const LEASE: u8 = 2;
const HOLD: u8 = 3;
/// Where a lease has the end of a life: it is the right to load, which others wait for.
const FLIGHT: i64 = 1;
/// A value with an [`Extra`] before its payload.
const EXTENDED: u8 = 4;

/// What stands at a tag or a stripe begins with this: no entry does.
const TAG: u8 = 5;
/// A value that a queued change has put: it is newer than the row until the change is written.
const QUEUED: u8 = 6;

/// What stands at the name of a tag or a stripe.
pub(super) fn tag(incarnation: u64, stamp: &Stamp) -> [u8; EXPIRES] {
    let mut bytes = [TAG; EXPIRES];
    bytes[1..MARK].copy_from_slice(stamp);
    bytes[MARK..].copy_from_slice(&incarnation.to_le_bytes());
    bytes
}

/// The stamp at the name of a tag or a stripe, if it was put there under this incarnation: what a
/// server brings back from an earlier time, or a slot along from another, may have been removed.
pub(super) fn stamp_of_tag(bytes: &[u8], incarnation: u64) -> Option<Stamp> {
    let (&TAG, rest) = bytes.split_first()? else {
        return None;
    };
    let (stamp, under) = rest.split_first_chunk()?;
    (under == incarnation.to_le_bytes()).then_some(*stamp)
}

/// The right to store what a load brings, if nothing has happened to the entry since it was
/// looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Ticket {
    /// What stood there.
    pub(super) mark: Mark,
    /// Under which state of the server it was seen. What is stored against the ticket carries
    /// it: an older state that comes back may hold the very mark, though the entry has been
    /// invalidated since.
    pub(super) incarnation: u64,
}

impl Ticket {
    /// Whether what stood there was the right to load, and no value.
    pub(super) fn is_lease(&self) -> bool {
        self.mark[0] == LEASE
    }
}

/// What was found at a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Found {
    /// A value, written under this incarnation.
    Value { mark: Mark, incarnation: u64 },
    /// Somebody loads.
    Lease { mark: Mark },
    /// Somebody writes through: store nothing.
    Hold { mark: Mark },
    /// Nothing that this program has written.
    Foreign,
}

/// Reads the head of what stood at a key. Any bytes are taken.
pub(super) fn read(bytes: &[u8]) -> Found {
    let (Some(mark), Some(incarnation)) = (
        bytes.first_chunk::<MARK>(),
        bytes.get(MARK..EXPIRES).and_then(<[u8]>::first_chunk::<8>),
    ) else {
        return Found::Foreign;
    };
    if bytes.len() < HEAD {
        return Found::Foreign;
    }
    match mark[0] {
        VALUE | EXTENDED | QUEUED => Found::Value {
            mark: *mark,
            incarnation: u64::from_le_bytes(*incarnation),
        },
        LEASE => Found::Lease { mark: *mark },
        HOLD => Found::Hold { mark: *mark },
        _ => Found::Foreign,
    }
}

/// Whether an entry that begins like this is a value.
pub(super) fn is_value(start: &[u8]) -> bool {
    matches!(start.first(), Some(&(VALUE | EXTENDED | QUEUED)))
}

/// Whether this is the kind of what a queued change puts.
#[cfg(feature = "write-behind")]
pub(super) fn is_queued(kind: u8) -> bool {
    kind == QUEUED
}

/// Whether what begins like this may be what a load brought, or will bring.
#[cfg(feature = "write-behind")]
pub(super) fn is_of_a_load(start: &[u8]) -> bool {
    !matches!(start.first(), None | Some(&(QUEUED | HOLD)))
}

/// Whether an entry that begins like this has tags.
pub(super) fn has_tags(start: &[u8]) -> bool {
    let extra = start.get(HEAD..).unwrap_or_default();
    start.first() == Some(&EXTENDED) && extra::has_tags(extra)
}

/// The mark of a lease that is the right to load for all processes.
pub(super) fn flight(bytes: &[u8]) -> Option<Mark> {
    match read(bytes) {
        Found::Lease { mark } if expires(bytes) == Some(FLIGHT) => Some(mark),
        _ => None,
    }
}

/// The payload of a value, and what stands before it; `None` if that cannot be read.
pub(super) fn open(mut bytes: Vec<u8>) -> Option<(Vec<u8>, Extra)> {
    let (extra, length) = match bytes.first() {
        Some(&EXTENDED) => Extra::read(bytes.get(HEAD..)?)?,
        _ => (Extra::default(), 0),
    };
    bytes.drain(..HEAD + length);
    Some((bytes, extra))
}

/// When an entry ends by the server's clock, as its writer knew it; `None` for never.
pub(super) fn expires(bytes: &[u8]) -> Option<i64> {
    let micros = bytes.get(EXPIRES..HEAD)?.first_chunk::<8>()?;
    Some(i64::from_le_bytes(*micros)).filter(|&micros| micros > 0)
}

/// How many bytes of an entry tell when its time to live ends, and whether it has tags.
pub(super) const TIMES: usize = HEAD + extra::START;

/// When the time to live ends of an entry that may be served stale after that; `None` for any other.
pub(super) fn stale(bytes: &[u8]) -> Option<i64> {
    match bytes.first() {
        Some(&EXTENDED) => extra::stale(bytes.get(HEAD..)?),
        _ => None,
    }
}

/// The bytes of a value with a stamp of its own and nothing beside it.
pub(super) fn plain(incarnation: u64, expires: Option<i64>, payload: &[u8]) -> Vec<u8> {
    let mut bytes = head(VALUE, incarnation, expires, payload.len());
    bytes.extend_from_slice(payload);
    bytes
}

/// The bytes of a value that a queued change puts, likewise.
#[cfg(feature = "write-behind")]
pub(super) fn queued(incarnation: u64, expires: Option<i64>, payload: &[u8]) -> Vec<u8> {
    let mut bytes = head(QUEUED, incarnation, expires, payload.len());
    bytes.extend_from_slice(payload);
    bytes
}

/// The bytes of a value with a stamp of its own; `None` if what stands beside it is too long.
pub(super) fn value(
    incarnation: u64,
    expires: Option<i64>,
    extra: &Extra,
    payload: &[u8],
) -> Option<Vec<u8>> {
    if extra.is_plain() {
        return Some(plain(incarnation, expires, payload));
    }
    let mut bytes = head(EXTENDED, incarnation, expires, payload.len() + 64);
    extra.write(&mut bytes).then(|| {
        bytes.extend_from_slice(payload);
        bytes
    })
}

fn head(kind: u8, incarnation: u64, expires: Option<i64>, follows: usize) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(HEAD + follows);
    bytes.push(kind);
    bytes.extend_from_slice(&stamp::next());
    bytes.extend_from_slice(&incarnation.to_le_bytes());
    bytes.extend_from_slice(&expires.unwrap_or(0).to_le_bytes());
    bytes
}

/// A lease with a stamp of its own that is the right to load for all processes, and its mark.
pub(super) fn flight_lease(incarnation: u64) -> ([u8; HEAD], Mark) {
    let (mut bytes, mark) = lease(incarnation);
    bytes[EXPIRES..].copy_from_slice(&FLIGHT.to_le_bytes());
    (bytes, mark)
}

/// A lease with a stamp of its own, and its mark.
pub(super) fn lease(incarnation: u64) -> ([u8; HEAD], Mark) {
    without_payload(LEASE, incarnation)
}

/// A hold with a stamp of its own, and its mark.
pub(super) fn hold(incarnation: u64) -> ([u8; HEAD], Mark) {
    without_payload(HOLD, incarnation)
}

/// A mark of this kind that has not been used.
pub(super) fn mark(kind: u8) -> Mark {
    let mut mark = [0; MARK];
    mark[0] = kind;
    mark[1..].copy_from_slice(&stamp::next());
    mark
}

fn without_payload(kind: u8, incarnation: u64) -> ([u8; HEAD], Mark) {
    let mark = mark(kind);
    let mut bytes = [0; HEAD];
    bytes[..MARK].copy_from_slice(&mark);
    bytes[MARK..EXPIRES].copy_from_slice(&incarnation.to_le_bytes());
    (bytes, mark)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_is_read_as_it_was_written_and_its_payload_follows_the_head() {
        let bytes = plain(7, Some(9), b"payload");
        let Found::Value { mark, incarnation } = read(&bytes) else {
            panic!("{bytes:?} is a value");
        };
        assert_eq!((&mark[..], incarnation), (&bytes[..MARK], 7));
        assert_eq!(&bytes[HEAD..], b"payload");
        assert_eq!(expires(&bytes), Some(9));
        assert_eq!(expires(&plain(7, None, b"payload")), None);
        let (bytes, mark) = lease(7);
        assert_eq!(read(&bytes), Found::Lease { mark });
        let (bytes, mark) = hold(7);
        assert_eq!(read(&bytes), Found::Hold { mark });
        let (bytes, _) = lease(7);
        assert_eq!(flight(&bytes), None);
        let (bytes, mark) = flight_lease(7);
        assert_eq!(read(&bytes), Found::Lease { mark });
        assert_eq!(flight(&bytes), Some(mark));
    }

    #[test]
    fn two_writes_of_one_payload_have_different_marks() {
        assert_ne!(plain(7, None, b"x")[..MARK], plain(7, None, b"x")[..MARK]);
        assert_ne!(lease(7).1, lease(7).1);
    }

    #[test]
    fn every_truncation_is_foreign_and_an_empty_payload_is_not() {
        let bytes = plain(1, None, b"");
        assert_eq!(bytes.len(), HEAD);
        for length in 0..HEAD {
            assert_eq!(read(&bytes[..length]), Found::Foreign, "{length} bytes");
        }
        assert!(matches!(read(&bytes), Found::Value { incarnation: 1, .. }));
    }

    #[test]
    fn any_bytes_are_read_without_a_panic_and_only_known_kinds_are_taken() {
        let mut state = 0x9e37_79b9_7f4a_7c15_u64;
        for round in 0..20_000_u64 {
            let length = usize::try_from(round % 64).expect("below 64");
            let bytes: Vec<u8> = (0..length)
                .map(|_| {
                    state ^= state << 13;
                    state ^= state >> 7;
                    state ^= state << 17;
                    state.to_le_bytes()[0]
                })
                .collect();
            let known = length >= HEAD && [1, 2, 3, 4, 6].contains(&bytes[0]);
            assert_eq!(read(&bytes) != Found::Foreign, known, "{bytes:?}");
        }
        for text in [
            &b"{\"id\":1}"[..],
            &[0xff; 4096],
            b"$99999999999\r\n",
            b"2222222222222222222222222",
        ] {
            assert_eq!(read(text), Found::Foreign);
        }
    }
}
