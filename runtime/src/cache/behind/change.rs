//! One change: what callers put, what stands in a queue, and what a writer is given.

mod bytes;
mod id;

use std::fmt;
use std::str::FromStr;
use std::time::{Duration, SystemTime};

pub use self::id::{ChangeId, NotAChangeId};
use crate::cache::key::{IntoKey, Key};

/// What a change does to what its key stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Op<V> {
    /// This is its value now.
    Put(V),
    /// It is gone.
    Delete,
}

/// One change, as a writer is given it.
///
/// The writer of a batch is given each key once: of several changes of a key the last one. A change
/// may come again after a crash, always with the same [`id`](Self::id).
///
/// ```
/// use gambeson::write_behind::{Change, Op};
///
/// let changes = vec![Change::put("user:1", "Ada"), Change::delete("user:2")];
/// let words: Vec<String> = changes
///     .iter()
///     .map(|change| match change.op() {
///         Op::Put(name) => format!("{} is {name}", change.key()),
///         Op::Delete => format!("{} is gone", change.key()),
///     })
///     .collect();
/// assert_eq!(words, ["user:1 is Ada", "user:2 is gone"]);
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change<V> {
    id: ChangeId,
    key: Key,
    parts: Vec<String>,
    op: Op<V>,
    at: SystemTime,
    attempt: u32,
    partition: u32,
    position: Position,
    overtaken: Vec<ChangeId>,
}

impl<V> Change<V> {
    /// A change by itself, for the tests of a writer.
    pub fn put(key: impl IntoKey, value: V) -> Self {
        Self::alone(key.into_key(), Op::Put(value))
    }

    /// The same, of something that goes.
    pub fn delete(key: impl IntoKey) -> Self {
        Self::alone(key.into_key(), Op::Delete)
    }

    fn alone(key: Key, op: Op<V>) -> Self {
        Self {
            id: ChangeId::new(),
            key,
            parts: Vec::new(),
            op,
            at: SystemTime::now(),
            attempt: 1,
            partition: 0,
            position: Position::default(),
            overtaken: Vec::new(),
        }
    }

    /// The same in every delivery of this change, and of no other change.
    pub fn id(&self) -> ChangeId {
        self.id
    }

    /// The ids of all changes that this one stands for: those of its key that came before it in the
    /// same batch, and were overtaken, and its own.
    pub fn ids(&self) -> impl Iterator<Item = ChangeId> {
        self.overtaken.iter().copied().chain([self.id])
    }

    /// The key of the entry: `user:42`.
    pub fn key(&self) -> &Key {
        &self.key
    }

    /// What the holes of the key's template were filled with, in their order, without escapes: of
    /// `"user:{user.id}"` it is `["42"]`. A part that is hashed is its hash. By hand: nothing.
    pub fn parts(&self) -> &[String] {
        &self.parts
    }

    /// One of the [`parts`](Self::parts), read as what it was; `None` if there is none or it cannot
    /// be read as such.
    pub fn part<T: FromStr>(&self, place: usize) -> Option<T> {
        self.parts.get(place)?.parse().ok()
    }

    /// What the change does.
    pub fn op(&self) -> &Op<V> {
        &self.op
    }

    /// The same, taken out.
    pub fn into_op(self) -> Op<V> {
        self.op
    }

    /// The new value; `None` if what the key stands for is gone.
    pub fn value(&self) -> Option<&V> {
        match &self.op {
            Op::Put(value) => Some(value),
            Op::Delete => None,
        }
    }

    /// When it was put, by the clock of who put it.
    pub fn at(&self) -> SystemTime {
        self.at
    }

    /// Which attempt to write it this is, from 1.
    pub fn attempt(&self) -> u32 {
        self.attempt
    }

    /// The part of the queue that it went through. All changes of a key go through one.
    pub fn partition(&self) -> u32 {
        self.partition
    }

    /// Its place there: larger than those of all changes of the partition that were put before.
    pub fn position(&self) -> Position {
        self.position
    }
}

/// A place in one partition of a queue; later changes have larger ones.
///
/// Its text, `7-0`, is what Redis calls the id of a stream's entry.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Position {
    /// What is compared first.
    pub major: u64,
    /// What is compared where the first is the same.
    pub minor: u64,
}

impl fmt::Display for Position {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}", self.major, self.minor)
    }
}

impl Position {
    /// Reads what [`Display`](fmt::Display) writes.
    #[cfg(feature = "redis")]
    pub(crate) fn read(text: &str) -> Option<Self> {
        let (major, minor) = text.split_once('-')?;
        Some(Self {
            major: major.parse().ok()?,
            minor: minor.parse().ok()?,
        })
    }
}

/// A change as a queue keeps it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Encoded {
    pub(crate) id: ChangeId,
    pub(crate) key: Key,
    pub(crate) parts: Vec<String>,
    /// The value's bytes.
    pub(crate) op: Op<Vec<u8>>,
    /// When it was put: µs since 1970.
    pub(crate) at: u64,
    /// The request that it was put in, where one is known.
    pub(crate) trace: Option<String>,
    /// A change of this id may have been put before: not part of its bytes, and asked by queues that
    /// find out at a cost.
    pub(crate) tried: bool,
}

impl Encoded {
    /// How long ago it was put, as far as the clocks agree.
    #[cfg(feature = "redis")]
    pub(crate) fn age(&self) -> Duration {
        let put = SystemTime::UNIX_EPOCH + Duration::from_micros(self.at);
        SystemTime::now().duration_since(put).unwrap_or_default()
    }
}

/// µs since 1970.
pub(crate) fn micros_now() -> u64 {
    let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH);
    u64::try_from(since.unwrap_or_default().as_micros()).unwrap_or(u64::MAX)
}

/// A change that is to be written now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Delivery {
    pub(crate) partition: u32,
    pub(crate) position: Position,
    /// Which attempt to write it this is, from 1.
    pub(crate) attempt: u32,
    pub(crate) change: Encoded,
    /// The ids of the changes of its key that it has overtaken in its batch.
    pub(crate) overtaken: Vec<ChangeId>,
}

impl Delivery {
    /// The change with its value, as `decode` reads it.
    pub(crate) fn decoded<V, E>(
        &self,
        decode: impl FnOnce(&[u8]) -> Result<V, E>,
    ) -> Result<Change<V>, E> {
        let Self {
            partition,
            position,
            attempt,
            change,
            overtaken,
        } = self;
        Ok(Change {
            id: change.id,
            key: change.key.clone(),
            parts: change.parts.clone(),
            op: match &change.op {
                Op::Put(value) => Op::Put(decode(value)?),
                Op::Delete => Op::Delete,
            },
            at: SystemTime::UNIX_EPOCH + Duration::from_micros(change.at),
            attempt: *attempt,
            partition: *partition,
            position: *position,
            overtaken: overtaken.clone(),
        })
    }
}
