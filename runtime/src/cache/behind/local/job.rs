//! What the one thread that has the file is asked, and what it answers.

use tokio::sync::oneshot;

use super::super::change::Encoded;
use super::super::queue::{Depth, Put as Taken};
use super::file::Fault;

/// Why a job was not done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Refusal {
    /// As many changes wait as may.
    Full,
    /// It was not tried.
    Not(Fault),
    /// It was tried, and nobody knows how far it came.
    Unknown(Fault),
}

pub(super) type Reply<T> = oneshot::Sender<Result<T, Refusal>>;

/// A change that a lane is given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Given {
    pub(super) seq: u64,
    /// How many attempts to write it count.
    pub(super) tried: u32,
    pub(super) change: Encoded,
}

/// A change that was given up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Dead {
    pub(super) seq: u64,
    pub(super) attempts: u32,
    pub(super) error: String,
    pub(super) bytes: Vec<u8>,
}

/// One change to be put.
#[derive(Debug)]
pub(super) struct Put {
    pub(super) id: [u8; 16],
    pub(super) partition: u32,
    /// With its check.
    pub(super) bytes: Vec<u8>,
    /// How many may wait.
    pub(super) room: usize,
}

/// Who takes, and from where.
#[derive(Debug, Clone, Copy)]
pub(super) struct Taker {
    pub(super) partition: u32,
    pub(super) owner: u64,
    pub(super) most: usize,
}

/// A change in a partition.
#[derive(Debug, Clone)]
pub(super) struct Seqs {
    pub(super) partition: u32,
    pub(super) seqs: Vec<u64>,
}

#[derive(Debug)]
pub(super) struct Job {
    pub(super) queue: u32,
    pub(super) ask: Ask,
}

#[derive(Debug)]
pub(super) enum Ask {
    /// Makes a queue known, by its name, and gives its number and its partitions, which may be
    /// those of an earlier call.
    Open(String, u32, Reply<(u32, u32)>),
    Put(Put, Reply<Taken>),
    /// Waits until there is something. What the owner has, and not in these hands, comes again.
    Take(Taker, Vec<u64>, Reply<Vec<Given>>),
    /// What the owner has comes again, and another can have the partition.
    Release(Taker, Reply<()>),
    Done(Seqs, Reply<()>),
    Begin(Seqs, Reply<()>),
    /// It goes; `Some`: to the dead letters, with what the last attempt said.
    Bury(u32, u64, Option<(u32, String)>, Reply<()>),
    /// It cannot be read, and is put aside.
    Unreadable(Seqs),
    Depth(Reply<Depth>),
    Mark(Reply<Vec<Option<u64>>>),
    Reached(Vec<Option<u64>>, Reply<bool>),
    Dead(u64, usize, Reply<Vec<Dead>>),
    Replay(Vec<u64>, Reply<u64>),
    Discard(Vec<u64>, Reply<u64>),
}

impl Ask {
    /// Whether it is answered from memory.
    pub(super) fn at_once(&self) -> bool {
        matches!(
            self,
            Self::Take(..) | Self::Release(..) | Self::Depth(_) | Self::Mark(_) | Self::Reached(..)
        )
    }

    /// Answers that it was not done. Whoever has stopped waiting is not told.
    pub(super) fn refuse(self, why: Refusal) {
        match self {
            Self::Open(_, _, reply) => _ = reply.send(Err(why)),
            Self::Put(_, reply) => _ = reply.send(Err(why)),
            Self::Take(_, _, reply) => _ = reply.send(Err(why)),
            Self::Release(_, reply)
            | Self::Done(_, reply)
            | Self::Begin(_, reply)
            | Self::Bury(_, _, _, reply) => {
                _ = reply.send(Err(why));
            }
            Self::Depth(reply) => _ = reply.send(Err(why)),
            Self::Mark(reply) => _ = reply.send(Err(why)),
            Self::Reached(_, reply) => _ = reply.send(Err(why)),
            Self::Dead(_, _, reply) => _ = reply.send(Err(why)),
            Self::Replay(_, reply) | Self::Discard(_, reply) => _ = reply.send(Err(why)),
            Self::Unreadable(_) => {}
        }
    }
}
