//! One server: its connection, the tasks that keep it, and every operation on its entries.

use std::borrow::Borrow;
use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use tokio::task::JoinHandle;

use super::core::{Access, Core};
use super::nodes::ServerId;
use super::options::Purpose;
#[cfg(any(feature = "resilience", feature = "write-behind"))]
use super::reply::Failure;
use super::stamp::Stamp;
use super::write::Item;
use super::{
    BATCH, Brought, Commit, Extra, Hold, Payload, Read, RedisHealth, RedisOptions, Removed, Ticket,
    Want, Written, clear, commit, hold, outage, read, supervisor, tags, write,
};
use crate::CacheError;
use crate::cache::key::{Key, Pattern};
use crate::sync::lock;

/// A Redis server as a tier of a cache: the whole of it, or one node of a cluster. Payloads are
/// bytes; what they mean is the caller's.
///
/// No call waits longer than the response time-out per round trip, and none waits at all while
/// the server is away. Any future may be dropped at any time: an invalidation or a set by hand
/// that was under way is then remembered as an invalidation.
pub(super) struct Server {
    pub(super) core: Arc<Core>,
    tasks: Mutex<Vec<JoinHandle<()>>>,
}

impl Server {
    /// The server that was named. It is not connected to yet.
    ///
    /// # Errors
    ///
    /// [`CacheError::Config`] for an address that cannot be read.
    pub(super) fn new(options: RedisOptions) -> Result<Arc<Self>, CacheError> {
        Ok(Arc::new(Self::with(Core::new(options)?)))
    }

    /// A further server of the same cluster.
    pub(super) fn beside(
        &self,
        options: RedisOptions,
        id: ServerId,
    ) -> Result<Arc<Self>, CacheError> {
        Ok(Arc::new(Self::with(self.core.beside(options, id)?)))
    }

    /// The same server, for what the owner of a slot that is on its way sends there.
    pub(super) fn asking(&self) -> Arc<Self> {
        Arc::new(Self::with(self.core.asking()))
    }

    fn with(core: Core) -> Self {
        Self {
            core: Arc::new(core),
            tasks: Mutex::new(Vec::new()),
        }
    }

    /// Connects, and goes on trying in the background. The error says why the first attempt failed.
    /// With `wait`, it is the first attempt of the whole tier: nothing has been noticed so far, and
    /// what stands in the server is served at once.
    pub(super) async fn start(&self, wait: bool) -> Result<(), String> {
        let first = if wait {
            // Erased, because every call that may meet a new node would have this in its type, and
            // whoever spawns such a call would have the compiler look through all of it.
            let connected: Pin<Box<dyn Future<Output = Result<(), String>> + Send + '_>> =
                Box::pin(supervisor::start(&self.core));
            connected.await
        } else {
            Ok(())
        };
        let mut tasks = lock(&self.tasks);
        tasks.push(tokio::spawn(supervisor::run(Arc::clone(&self.core))));
        if self.core.options.purpose == Purpose::Entries {
            tasks.push(tokio::spawn(outage::flush(Arc::clone(&self.core))));
        }
        first
    }

    /// Waits for the first connection of a server that has just been heard of, for as long as for an
    /// answer.
    pub(super) async fn arrive(&self) {
        let limit = self.core.options.response_timeout;
        _ = tokio::time::timeout(limit, self.core.published()).await;
    }

    /// Ends its tasks and its connection: somebody else has what it had.
    pub(super) fn stop(&self) {
        for task in lock(&self.tasks).drain(..) {
            task.abort();
        }
        self.core.close();
    }

    /// Reads one entry: one round trip, and a second one for the lease of a miss.
    pub(super) fn read<'a>(&'a self, key: &'a Key, want: Want) -> impl Future<Output = Read> + 'a {
        read::one(&self.core, key, want)
    }

    /// Reads entries, in the order of `keys`.
    pub(super) async fn read_many(&self, keys: &[Key], want: Want) -> Vec<Read> {
        let mut reads: Vec<_> = keys.iter().map(|_| Read::Skip).collect();
        self.read_each(keys, want, |place, read| {
            if let Some(found) = reads.get_mut(place) {
                *found = read;
            }
        })
        .await;
        reads
    }

    /// Reads entries, and tells of each by its place in `keys` as soon as it is known: one round trip
    /// per thousand keys, and a second one for their leases.
    pub(super) async fn read_each(
        &self,
        keys: &[Key],
        want: Want,
        mut tell: impl FnMut(usize, Read),
    ) {
        for (chunk, keys) in keys.chunks(BATCH).enumerate() {
            let tell = |place, read| tell(chunk * BATCH + place, read);
            read::each(&self.core, keys, want, tell).await;
        }
    }

    /// Reads one entry and what stands at `tags`: see [`tags::beside`].
    pub(super) fn read_beside<'a>(
        &'a self,
        key: &'a Key,
        want: Want,
        tags: &'a [Key],
    ) -> impl Future<Output = Option<(Read, Vec<Option<Stamp>>)>> + 'a {
        tags::beside(&self.core, key, want, tags)
    }

    /// Asks for the lease of a key where nothing stood.
    pub(super) async fn lease(&self, key: &Key, want: Want) -> Read {
        read::lease(&self.core, key, want).await
    }

    /// Works on tags and stripes, and reads some: see [`tags::work`].
    pub(super) fn tags<'a>(
        &'a self,
        work: &'a tags::Work<'a>,
    ) -> impl Future<Output = Option<Vec<Option<Stamp>>>> + 'a {
        tags::work(&self.core, work)
    }

    /// How long tags have left: see [`tags::lives`].
    pub(super) async fn tag_lives(&self, names: &[Key]) -> Option<Vec<u64>> {
        tags::lives(&self.core, names).await
    }

    /// Whether what stands at `key` is not to be served: an invalidation of it is remembered.
    pub(super) fn blocks(&self, key: &Key) -> bool {
        self.core.pending.blocks(key)
    }

    /// Stores what a load brought, if nothing happened to the entry since the ticket was given.
    /// `ttl` is `None` for ever.
    pub(super) async fn commit(
        &self,
        key: &Key,
        ticket: &Ticket,
        payload: &[u8],
        ttl: Option<Duration>,
        extra: &Extra,
    ) -> Commit {
        write::commit(&self.core, key, ticket, payload, ttl, extra).await
    }

    /// The moment that lies so far ahead, by the server's clock; `None` while it is away.
    pub(super) fn moment(&self, ahead: Duration) -> Option<i64> {
        self.core.link()?.clock().end_of(Some(ahead))
    }

    /// [`commit`](Self::commit) of several, in the order of `items`: one round trip per thousand.
    pub(super) async fn commit_many(&self, items: &[impl Borrow<Brought>]) -> Vec<Commit> {
        commit::many(&self.core, items).await
    }

    /// Stores values by hand, whatever stands there: one round trip per thousand. What cannot be
    /// stored is remembered as an invalidation of its key.
    ///
    /// # Errors
    ///
    /// With [`OnOutage::Fail`]: something could not be stored. Some may have been.
    pub(super) async fn set_many(
        &self,
        items: &[impl Borrow<Item>],
    ) -> Result<Written, CacheError> {
        write::set_many(&self.core, items).await
    }

    /// Removes entries: one round trip per thousand. What does not reach the server is
    /// remembered, also when the future is dropped.
    ///
    /// # Errors
    ///
    /// With [`OnOutage::Fail`]: it did not reach the server.
    pub(super) async fn remove(&self, keys: &[Key]) -> Result<Removed, CacheError> {
        write::remove(&self.core, keys).await
    }

    /// Removes entries in the background; this process does not read them from now on.
    pub(super) fn remove_later(&self, keys: &[Key]) {
        self.core.pending.remember(keys, None);
    }

    /// Removes an entry that cannot be decoded, if it has not changed since it was read.
    pub(super) async fn heal(&self, key: &Key, ticket: &Ticket) {
        write::heal(&self.core, key, ticket).await;
    }

    /// Lays a hold on a key whose value is about to be written elsewhere: nobody stores there until it
    /// is put, released, or has ended by itself after a lease's time. `None` if the server could not
    /// be told, or not for certain.
    pub(super) async fn hold(&self, key: &Key) -> Option<Hold> {
        hold::take(&self.core, key).await
    }

    /// Lets a hold last for its whole time again.
    pub(super) async fn renew_hold(&self, key: &Key, hold: &Hold) {
        hold::renew(&self.core, key, hold).await;
    }

    /// Whether the hold that a load met still lies there.
    pub(super) async fn holds(&self, key: &Key, hold: &Ticket) -> bool {
        hold::lies(&self.core, key, hold).await
    }

    /// Stores what was written under a hold, if nobody has changed the key meanwhile; otherwise
    /// removes what stands there. [`Commit::Down`]: the caller has to remove the entry.
    pub(super) async fn put(
        &self,
        key: &Key,
        hold: &Hold,
        payload: Payload<'_>,
        ttl: Option<Duration>,
    ) -> Commit {
        hold::put(&self.core, key, hold, payload, ttl).await
    }

    /// Takes a hold away, and gives back the entry that stood there, if nobody has changed the key.
    pub(super) async fn release(&self, key: &Key, hold: &Hold) {
        hold::release(&self.core, key, hold).await;
    }

    /// Removes the entries whose keys match. See [`clear`] for what happens when it is cut short.
    ///
    /// # Errors
    ///
    /// With [`OnOutage::Fail`]: not everything could be removed.
    pub(super) async fn clear(&self, pattern: &Pattern) -> Result<Removed, CacheError> {
        clear::matching(&self.core, pattern).await
    }

    /// Makes a miss of every entry, in the background.
    pub(super) fn doubt_all(&self) {
        self.core.pending.remember_all();
    }

    /// How long an entry has left; `None` when there is none that would be served.
    pub(super) async fn time_left(&self, key: &Key) -> Option<read::Left> {
        read::time_left(&self.core, key).await
    }

    /// Has the server carry out a command of somebody else, with all that the tier knows of the
    /// connection: no trip while there is none, and what comes back is noted.
    ///
    /// Dropped before it is done, or given up, the command may still be carried out, at any time
    /// later.
    #[cfg(any(feature = "resilience", feature = "write-behind"))]
    pub(super) async fn run(&self, command: &redis::Cmd) -> Result<redis::Value, Failure> {
        let link = self.core.link().ok_or_else(|| self.core.absent())?;
        self.core.call(&link, command, Access::Write).await
    }

    /// As [`run`](Self::run), of several commands in one go.
    #[cfg(any(feature = "resilience", feature = "write-behind"))]
    pub(super) async fn run_all(
        &self,
        commands: &redis::Pipeline,
    ) -> Result<Vec<Result<redis::Value, Failure>>, Failure> {
        let link = self.core.link().ok_or_else(|| self.core.absent())?;
        self.core.call_all(&link, commands, Access::Write).await
    }

    pub(super) fn options(&self) -> &RedisOptions {
        &self.core.options
    }

    /// Puts changes at the ends of their streams, and sets their entries, in one step.
    #[cfg(feature = "write-behind")]
    pub(super) async fn enqueue(
        &self,
        order: &super::Enqueue<'_>,
    ) -> Result<super::Answers, super::NotEnqueued> {
        super::enqueue::enqueue(&self.core, order).await
    }

    /// A connection of its own, for commands that wait.
    #[cfg(feature = "write-behind")]
    pub(super) async fn waiting_connection(
        &self,
    ) -> Result<redis::aio::MultiplexedConnection, String> {
        super::handshake::open_waiting(&self.core).await
    }

    /// Whether nobody keeps the connection any more: the runtime that it was made in has ended.
    #[cfg(feature = "resilience")]
    pub(super) fn is_abandoned(&self) -> bool {
        lock(&self.tasks).iter().all(JoinHandle::is_finished)
    }

    pub(super) fn health(&self) -> RedisHealth {
        self.core.health()
    }

    /// A round trip to the server and back.
    pub(super) async fn ping(&self) -> Option<Duration> {
        let link = self.core.link()?;
        let sent = Instant::now();
        self.core
            .call(&link, &redis::cmd("PING"), Access::Read)
            .await
            .ok()?;
        Some(sent.elapsed())
    }

    /// Carries out what is remembered for this server, as far as that is possible within `grace`,
    /// and closes the connection.
    pub(super) async fn shutdown(&self, grace: Duration) {
        // What is left after that is lost with the process; the entries' time to live bounds it.
        _ = tokio::time::timeout(grace, outage::finish(&self.core)).await;
        self.stop();
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        for task in lock(&self.tasks).drain(..) {
            task.abort();
        }
    }
}
