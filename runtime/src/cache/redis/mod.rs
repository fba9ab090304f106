//! The second tier: Redis, which comes and goes.
//!
//! One multiplexed RESP3 connection under a supervisor of our own. What stands at an entry's key
//! begins with a stamp that is never used twice; a load may store only while the stamp that it
//! saw before it began still stands there. So whatever is missing (evicted, flushed, expired,
//! invalidated) refuses the store, and nothing needs a counter that could be lost. Entries name
//! the server's incarnation too: what an older state of the server brings back is a miss.
//!
//! - `server`: one server with all operations; `RedisTier` routes to it
//! - `supervisor`, `handshake`, `link`, `core`: the connection, and every call through it
//! - `reply`: what an answer says about the connection
//! - `entry`, `extra`, `stamp`, `scripts`: what stands in Redis
//! - `read`, `commit`, `write`, `clear`: the operations
//! - `tags`: names that entries share, and which stamps of theirs an entry was made under
//! - `coherence`, `ear`: what other processes change, and whom that is told
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
mod link;
mod options;
mod outage;
mod pending;
mod read;
#[cfg(test)]
#[path = "../../../../tests/support/redis_server/mod.rs"]
#[allow(dead_code, unreachable_pub, unused_imports)]
mod redis_server;
mod reply;
mod scripts;
mod server;
mod stamp;
mod supervisor;
mod tags;
#[cfg(test)]
mod tests;
mod write;

use std::sync::Arc;
use std::time::Duration;

#[cfg(feature = "write-behind")]
use redis::aio::MultiplexedConnection;

pub(crate) use self::claim::{Claim, Renewed};
pub use self::coherence::Coherence;
pub(crate) use self::commit::Brought;
#[cfg(feature = "resilience")]
pub(crate) use self::core::limits_name;
pub(crate) use self::ear::{Ear, Listener};
pub(crate) use self::entry::Ticket;
pub(crate) use self::extra::Extra;
pub use self::health::{RedisHealth, RedisState};
pub use self::options::OnOutage;
pub(crate) use self::options::{Purpose, RedisOptions, masked_url};
use self::read::Left;
use self::server::Server;
pub(crate) use self::tags::{Stamps, Tagged, Wanted};
#[cfg(feature = "write-behind")]
pub(crate) use self::{
    core::queues_name,
    enqueue::{Enqueue, Enqueued, NotEnqueued},
};
#[cfg(any(feature = "resilience", feature = "write-behind"))]
pub(crate) use self::{
    reply::Failure,
    scripts::{By, Lua},
};
use crate::CacheError;
use crate::cache::TimeLeft;
use crate::cache::key::{Key, Pattern};
use crate::cache::ladder::Life;

/// How many keys one round trip takes: the response time-out is that of each.
const BATCH: usize = 1_000;

/// Redis as a tier of a cache: routes each operation to the server that holds its keys.
///
/// No call waits longer than the response time-out per round trip, and none waits at all while
/// the server is away. Any future may be dropped at any time: an invalidation or a set by hand
/// that was under way is then remembered as an invalidation.
pub(crate) struct RedisTier {
    server: Arc<Server>,
}

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
    /// Somebody is writing through: load, and store nothing.
    DontStore,
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

impl RedisTier {
    /// Connects. Without `require`, a server that is not there is no error: the tier begins
    /// down, and goes on trying.
    ///
    /// # Errors
    ///
    /// [`CacheError::Config`] for an address that cannot be read, [`CacheError::Unreachable`]
    /// when the server is required and not there.
    pub(crate) async fn connect(options: RedisOptions) -> Result<Arc<Self>, CacheError> {
        Ok(Arc::new(Self {
            server: Server::connect(options).await?,
        }))
    }

    /// Reads one entry: one round trip, and a second one for the lease of a miss.
    pub(crate) async fn read(&self, key: &Key, want: Want) -> Read {
        let read = self.server.read(key, want).await;
        self.valid(read, &[]).await
    }

    /// Reads entries, in the order of `keys`: one round trip per thousand keys, and a second one
    /// for their leases.
    pub(crate) async fn read_many(&self, keys: &[Key], want: Want) -> Vec<Read> {
        let reads = self.server.read_many(keys, want).await;
        self.all_valid(reads, &[]).await
    }

    /// Stores what a load brought, if nothing happened to the entry since the ticket was given.
    /// `ttl` is `None` for ever.
    pub(crate) async fn commit(
        &self,
        key: &Key,
        ticket: &Ticket,
        payload: &[u8],
        ttl: Option<Duration>,
        extra: &Extra,
    ) -> Commit {
        self.server.commit(key, ticket, payload, ttl, extra).await
    }

    /// The moment that lies so far ahead, by the clock of the server that has `key`; `None` while it
    /// is away.
    pub(crate) fn moment(&self, _key: &Key, ahead: Duration) -> Option<i64> {
        self.server.moment(ahead)
    }

    /// [`commit`](Self::commit) of several, in the order of `items`: one round trip per thousand.
    pub(crate) async fn commit_many(&self, items: &[Brought]) -> Vec<Commit> {
        self.server.commit_many(items).await
    }

    /// Stores values by hand, whatever stands there: one round trip per thousand. What cannot be
    /// stored is remembered as an invalidation of its key.
    ///
    /// # Errors
    ///
    /// With [`OnOutage::Fail`]: something could not be stored. Some may have been.
    pub(crate) async fn set_many(
        &self,
        items: &[(Key, Vec<u8>, Option<Duration>)],
    ) -> Result<Written, CacheError> {
        self.server.set_many(items).await
    }

    /// Removes entries: one round trip per thousand. What does not reach the server is
    /// remembered, also when the future is dropped.
    ///
    /// # Errors
    ///
    /// With [`OnOutage::Fail`]: it did not reach the server.
    pub(crate) async fn remove(&self, keys: &[Key]) -> Result<Removed, CacheError> {
        self.server.remove(keys).await
    }

    /// Removes entries in the background; this process does not read them from now on.
    pub(crate) fn remove_later(&self, keys: &[Key]) {
        self.server.remove_later(keys);
    }

    /// Removes an entry that cannot be decoded, if it has not changed since it was read.
    pub(crate) async fn heal(&self, key: &Key, ticket: &Ticket) {
        self.server.heal(key, ticket).await;
    }

    /// Removes the entries whose keys match. See [`clear`] for what happens when it is cut short.
    ///
    /// # Errors
    ///
    /// With [`OnOutage::Fail`]: not everything could be removed.
    pub(crate) async fn clear(&self, pattern: &Pattern) -> Result<Removed, CacheError> {
        self.server.clear(pattern).await
    }

    /// Makes a miss of every entry, in the background.
    pub(crate) fn doubt_all(&self) {
        self.server.doubt_all();
    }

    /// How long an entry has left; `None` when there is none that would be served.
    pub(crate) async fn time_left(&self, key: &Key) -> Option<TimeLeft> {
        match self.server.time_left(key).await? {
            Left::For(left) => Some(left),
            Left::Tagged => {
                let want = Want {
                    time_left: true,
                    lease: false,
                };
                let Read::Hit { life, .. } = self.read(key, want).await else {
                    return None;
                };
                match life.ttl {
                    // Its time has ended, though it may be served stale.
                    Some(Duration::ZERO) => None,
                    left => Some(left.map_or(TimeLeft::Forever, TimeLeft::For)),
                }
            }
        }
    }

    /// Has the server carry out a command of somebody else, with all that the tier knows of the
    /// connection: no trip while there is none, and what comes back is noted.
    ///
    /// Dropped before it is done, or given up, the command may still be carried out, at any time
    /// later.
    #[cfg(any(feature = "resilience", feature = "write-behind"))]
    pub(crate) async fn run(&self, command: &redis::Cmd) -> Result<redis::Value, Failure> {
        self.server.run(command).await
    }

    /// As [`run`](Self::run), of several commands in one go.
    #[cfg(any(feature = "resilience", feature = "write-behind"))]
    pub(crate) async fn run_all(
        &self,
        commands: &redis::Pipeline,
    ) -> Result<Vec<Result<redis::Value, Failure>>, Failure> {
        self.server.run_all(commands).await
    }

    #[cfg(any(feature = "resilience", feature = "write-behind"))]
    pub(crate) fn options(&self) -> &RedisOptions {
        self.server.options()
    }

    /// Puts a change at the end of a stream, and sets its entry, in one step.
    #[cfg(feature = "write-behind")]
    pub(crate) async fn enqueue(&self, order: &Enqueue<'_>) -> Result<Enqueued, NotEnqueued> {
        self.server.enqueue(order).await
    }

    /// A connection of its own, for commands that wait: without a response time-out.
    #[cfg(feature = "write-behind")]
    pub(crate) async fn waiting_connection(&self) -> Result<MultiplexedConnection, String> {
        self.server.waiting_connection().await
    }

    /// Whether nobody keeps the connection any more: the runtime that it was made in has ended.
    #[cfg(feature = "resilience")]
    pub(crate) fn is_abandoned(&self) -> bool {
        self.server.is_abandoned()
    }

    /// The entry; or the right to load it, which no other process has at the same time; or how long
    /// another process has that for.
    pub(crate) async fn claim(&self, key: &Key) -> Claim {
        match claim::claim(&self.server.core, key).await {
            Claim::Read(read) => Claim::Read(self.valid(read, &[]).await),
            claim => claim,
        }
    }

    /// Keeps the right to load for another [`flight_lease`](RedisOptions::flight_lease).
    pub(crate) async fn renew(&self, key: &Key, ticket: &Ticket) -> Renewed {
        claim::renew(&self.server.core, key, ticket).await
    }

    /// For how long the right to load is given.
    pub(crate) fn flight_lease(&self) -> Duration {
        self.server.core.options.flight_lease
    }

    /// Whether changes by other processes are told to this one, now.
    pub(crate) fn tells(&self) -> bool {
        self.server.core.tells()
    }

    /// Whether entries are served, now.
    pub(crate) fn serves(&self) -> bool {
        self.server.core.serves()
    }

    pub(crate) fn health(&self) -> RedisHealth {
        self.server.health()
    }

    /// A round trip to the server and back.
    pub(crate) async fn ping(&self) -> Option<Duration> {
        self.server.ping().await
    }

    /// Carries out what is remembered, as far as that is possible within `grace`, and closes the
    /// connection.
    pub(crate) async fn shutdown(&self, grace: Duration) {
        self.server.shutdown(grace).await;
    }
}
