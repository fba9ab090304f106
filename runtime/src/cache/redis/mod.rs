//! The second tier: Redis, which comes and goes.
//!
//! One multiplexed RESP3 connection under a supervisor of our own. What stands at an entry's key
//! begins with a stamp that is never used twice; a load may store only while the stamp that it
//! saw before it began still stands there. So whatever is missing (evicted, flushed, expired,
//! invalidated) refuses the store, and nothing needs a counter that could be lost. Entries name
//! the server's incarnation too: what an older state of the server brings back is a miss.
//!
//! - `tier`: what the rest of the cache sees; it sends each operation to the server of its keys
//! - `nodes`: the servers, one or those of a cluster, and who has which key
//! - `server`: one server with all operations
//! - `place`, `sentinel`, `tls`: where a server is, and the way there
//! - `supervisor`, `handshake`, `link`, `core`: the connection, and every call through it
//! - `reply`: what an answer says about the connection
//! - `entry`, `extra`, `stamp`, `scripts`: what stands in Redis
//! - `read`, `commit`, `write`, `hold`, `clear`: the operations
//! - `tags`: names that entries share, and which stamps of theirs an entry was made under
//! - `coherence`, `ear`: what other processes change, and whom that is told
//! - `enqueue`, `queues`, `standing`: changes on their way into a queue, the queues' own commands, and
//!   what stands at a key when its change is written
//! - `claim`: the lease of a load that no other process may repeat
//! - `pending`, `outage`: what could not be told the server, and telling it later

mod claim;
mod clear;
mod coherence;
mod commit;
mod core;
mod ear;
#[cfg(feature = "write-behind")]
mod enqueue;
mod entry;
mod extra;
mod handshake;
mod health;
mod hold;
mod link;
mod nodes;
mod options;
mod outage;
mod pending;
mod place;
#[cfg(feature = "write-behind")]
mod queues;
mod read;
#[cfg(test)]
#[path = "../../../../tests/support/redis_server/mod.rs"]
#[allow(dead_code, unreachable_pub, unused_imports)]
pub(crate) mod redis_server;
mod reply;
mod scripts;
mod sentinel;
mod server;
mod stamp;
#[cfg(feature = "write-behind")]
mod standing;
mod supervisor;
mod tags;
#[cfg(test)]
mod tests;
mod tier;
#[cfg(feature = "redis-rustls")]
mod tls;
mod write;

use std::time::Duration;

pub(crate) use self::claim::{Claim, Renewed};
pub use self::coherence::Coherence;
pub(crate) use self::commit::Brought;
#[cfg(feature = "resilience")]
pub(crate) use self::core::limits_name;
pub(crate) use self::ear::{Ear, Listener};
pub(crate) use self::entry::Ticket;
pub(crate) use self::extra::Extra;
pub use self::health::{RedisHealth, RedisState};
pub(crate) use self::hold::{Hold, Payload};
pub use self::options::OnOutage;
#[cfg(any(feature = "resilience", feature = "write-behind"))]
pub(crate) use self::options::Purpose;
pub(crate) use self::options::{RedisOptions, masked_url};
pub(crate) use self::tags::{Stamps, Tagged, Wanted};
pub(crate) use self::tier::RedisTier;
#[cfg(feature = "write-behind")]
pub(crate) use self::{
    core::queues_name,
    enqueue::{Answers, Arrival, Enqueue, EnqueueTerms, Enqueued, Entries, NotEnqueued},
    standing::Standing,
};
#[cfg(feature = "resilience")]
pub(crate) use self::{nodes::slots, place::addresses};
#[cfg(any(feature = "resilience", feature = "write-behind"))]
pub(crate) use self::{
    reply::Failure,
    scripts::{By, Lua},
};
use crate::cache::TimeLeft;
use crate::cache::ladder::Life;

/// How many keys one round trip takes: the response time-out is that of each.
const BATCH: usize = 1_000;

/// What a read is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Want {
    /// Also asks how long a hit has left.
    pub(crate) time_left: bool,
    /// A miss is followed by a load, and wants a ticket to store by.
    pub(crate) lease: bool,
}

/// What a read found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Read {
    /// An entry. `left` is `None` when it never expires, or was not asked for.
    Hit {
        payload: Vec<u8>,
        ticket: Ticket,
        left: Option<Duration>,
        /// What is left of its life, which goes on beyond its time to live where it may be stale.
        life: Life,
        extra: Extra,
    },
    /// Nothing that may be served. A load that begins now may be committed by the ticket.
    Miss(Option<Ticket>),
    /// Redis has no say: load, and store nothing there.
    Skip,
    /// Somebody is writing through: load, and store nothing. By the ticket it can be told later
    /// whether that still is so.
    DontStore(Ticket),
}

/// What became of a commit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Commit {
    Stored,
    /// The entry was invalidated, replaced or lost since the ticket was given.
    Refused,
    /// The server took no more, or did not answer: it may be stored or not, and either is right.
    Down,
}

/// What became of an invalidation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Removed {
    /// How many entries went.
    pub(crate) removed: u64,
    /// How many keys are remembered; of a clear, 1 when the whole prefix is.
    pub(crate) remembered: u64,
}

/// What became of a set by hand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Written {
    pub(crate) stored: u64,
    /// How many keys are remembered as invalidated instead.
    pub(crate) remembered: u64,
}
