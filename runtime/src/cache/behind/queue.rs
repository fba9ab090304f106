//! What a queue of changes is, wherever it is kept: in Redis, in a file, or in memory.
//!
//! A queue has partitions. All changes of a key go through one of them, in the order in which they
//! were put; a [`Lane`] takes the changes of one partition, and at any time one lane of all
//! processes has it.

use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use super::change::{Delivery, Encoded, Position};
use crate::cache::key::Key;

/// A future of a queue.
pub(crate) type Waiting<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// Why a change was not taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Refused {
    /// There is no room. It was not taken.
    Full,
    /// It was not taken, and the reason.
    Failed(String),
    /// It was not taken, and will be in a moment; the reason.
    #[cfg_attr(
        not(feature = "redis"),
        expect(dead_code, reason = "only Redis says so")
    )]
    NotYet(String),
    /// No answer came: it may have been taken or not. Putting it again under its id is right.
    Unknown(String),
}

/// What became of a change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Put {
    /// It is durable, at the end of its partition.
    Queued {
        /// The entry was set in the same step.
        with_entry: bool,
    },
    /// A change of this id was taken before, and later ones of its key may have been since.
    Again {
        /// The entry was set in the same step as it was.
        with_entry: bool,
    },
}

/// What is set in the cache in the same step as the change is put, where the queue can do that. The
/// key is that of the change.
#[derive(Debug, Clone)]
pub(crate) struct Beside {
    /// `None`: readers load, and store nothing of it.
    #[cfg_attr(
        not(feature = "redis"),
        expect(dead_code, reason = "only Redis has entries beside a queue")
    )]
    pub(crate) payload: Option<Arc<[u8]>>,
    /// `None`: for ever.
    #[cfg_attr(
        not(feature = "redis"),
        expect(dead_code, reason = "only Redis has entries beside a queue")
    )]
    pub(crate) ttl: Option<Duration>,
}

/// How many changes a queue may hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Room {
    /// As many as its settings say.
    Bounded,
    /// One more, whatever they say: its caller waits until it is written.
    OneMore,
}

/// The queue cannot be reached, or refused; the reason.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Away(pub(crate) String);

/// How much waits.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Depth {
    /// Changes that wait or are being written.
    pub waiting: u64,
    /// How long the oldest of them has waited; `None` when there is none.
    pub oldest: Option<Duration>,
    /// Dead letters.
    pub dead: u64,
}

/// The ends of all partitions at some moment; `None` of one that was empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Mark(pub(crate) Vec<Option<Position>>);

/// A change that was given up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Buried {
    /// Its place among the dead letters.
    pub(crate) place: Position,
    /// How often it was tried.
    pub(crate) attempts: u32,
    /// What the last attempt said.
    pub(crate) error: String,
    pub(crate) change: Encoded,
}

/// A queue. Every future of it may be dropped; of a put that is dropped it is unknown whether it was
/// taken.
pub(crate) trait Queue: Send + Sync + 'static {
    /// How many partitions it has.
    fn partitions(&self) -> u32;

    /// Whether a put sets the entry of a key in the same step.
    #[cfg_attr(
        not(feature = "redis"),
        expect(dead_code, reason = "only Redis has entries beside a queue")
    )]
    fn sets_entry(&self, _key: &Key) -> bool {
        false
    }

    /// Puts a change at the end of its partition. It is durable when this returns.
    fn put<'a>(
        &'a self,
        change: &'a Encoded,
        beside: Option<&'a Beside>,
        room: Room,
    ) -> Waiting<'a, Result<Put, Refused>>;

    /// Something that takes the changes of a partition, once it has it.
    fn lane(&self, partition: u32) -> Box<dyn Lane>;

    /// How much waits.
    fn depth(&self) -> Waiting<'_, Result<Depth, Away>>;

    /// What has been put until now.
    fn mark(&self) -> Waiting<'_, Result<Mark, Away>>;

    /// Whether all that the mark stands for has been written or buried.
    fn reached<'a>(&'a self, mark: &'a Mark) -> Waiting<'a, Result<bool, Away>>;

    /// The dead letters behind a place, oldest first, at most `most`.
    fn dead(&self, after: Option<Position>, most: usize) -> Waiting<'_, Result<Vec<Buried>, Away>>;

    /// Puts dead letters at the ends of their partitions, in the order of `places`, with their ids
    /// and as if never tried; how many there were.
    fn replay<'a>(&'a self, places: &'a [Position]) -> Waiting<'a, Result<u64, Away>>;

    /// Removes dead letters; how many there were.
    fn discard<'a>(&'a self, places: &'a [Position]) -> Waiting<'a, Result<u64, Away>>;
}

/// What takes the changes of one partition. Dropped, it lets go of the partition: at once, or when
/// a lease ends.
pub(crate) trait Lane: Send {
    /// The next changes in order, at most `most`. What an earlier owner, or this one, took and did
    /// not finish comes first, unless this lane has it in its hands: taken since the last
    /// [`forget`](Self::forget), and neither done nor buried.
    ///
    /// Waits up to `wait` where there is nothing, or another lane has the partition, and gives
    /// nothing then. May be dropped: what it had taken by then comes again.
    fn take(&mut self, most: usize, wait: Duration) -> Waiting<'_, Result<Vec<Delivery>, Away>>;

    /// Whether the partition is still this lane's: asked before each write.
    fn owns(&self) -> bool;

    /// They are written, and leave the queue.
    fn done<'a>(&'a mut self, deliveries: &'a [Delivery]) -> Waiting<'a, Result<(), Away>>;

    /// An attempt to write them begins, and the next delivery, of whichever owner, counts it: noted before
    /// the write, because that may be the end of the process. Of the attempts with others at most one
    /// counts: whose fault they were nobody knows.
    fn begins<'a>(&'a mut self, deliveries: &'a [Delivery]) -> Waiting<'a, Result<(), Away>>;

    /// A change becomes a dead letter, or with `keep` false goes for good, in one step with its
    /// leaving the queue.
    fn bury<'a>(
        &'a mut self,
        delivery: &'a Delivery,
        error: &'a str,
        keep: bool,
    ) -> Waiting<'a, Result<(), Away>>;

    /// What was taken and not finished is let go: the next [`take`](Self::take) begins with it.
    fn forget(&mut self);

    /// Lets go of the partition, so that another lane can have it at once.
    fn release(&mut self) -> Waiting<'_, ()>;
}

/// The partition that the changes of a key go through: the same in every process.
pub(crate) fn partition_of(key: &Key, partitions: u32) -> u32 {
    // FNV-1a: what is asked of it is that it is the same everywhere, for ever.
    let hash = key
        .as_bytes()
        .iter()
        .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
            (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3)
        });
    // The low bits of FNV alone are poor.
    let mixed = hash ^ (hash >> 32);
    u32::try_from(mixed % u64::from(partitions.max(1))).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_spread_over_the_partitions_and_stay_where_they_are() {
        let mut counts = [0_u32; 4];
        for id in 0..4_000 {
            let key = Key::from(format!("user:{id}"));
            let partition = partition_of(&key, 4);
            assert_eq!(partition, partition_of(&key, 4));
            counts[partition as usize] += 1;
        }
        assert!(
            counts.iter().all(|count| (800..1_200).contains(count)),
            "{counts:?}"
        );
        assert_eq!(partition_of(&Key::from("user:42"), 1), 0);
    }
}
