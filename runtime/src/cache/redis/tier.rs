//! The tier as the rest of the cache sees it: each operation goes to the server of its keys.

use std::sync::Arc;
use std::time::Duration;

use futures_util::future::{BoxFuture, join_all};

use super::nodes::{Nodes, Part};
use super::options::OnOutage;
use super::outage::{Late, Unsure};
use super::read::Left;
#[cfg(feature = "resilience")]
use super::reply::Failure;
use super::write::Item;
use super::{
    Brought, Claim, Commit, Extra, Hold, Payload, Read, RedisHealth, RedisOptions, Removed,
    Renewed, Ticket, Want, Written, claim, health,
};
use crate::CacheError;
use crate::cache::TimeLeft;
use crate::cache::key::{Key, Pattern};

/// Redis as a tier of a cache: one server, or a cluster. Payloads are bytes; what they mean is the
/// caller's.
///
/// No call waits longer than the response time-out per round trip, and none waits at all while
/// the server of its key is away. Any future may be dropped at any time: an invalidation or a set
/// by hand that was under way is then remembered as an invalidation.
///
/// Public functions box these futures: they are nested deep enough for the users' own `async fn`s to
/// meet the compiler's limit of recursion otherwise, and a box is nothing beside a round trip.
pub(crate) struct RedisTier {
    pub(super) nodes: Arc<Nodes>,
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
        let nodes = Nodes::connect(options).await?;
        Ok(Arc::new(Self { nodes }))
    }

    /// Reads one entry, and its tags: one round trip, a second one for the lease of a miss, and one
    /// for tags that the caller has not named.
    pub(crate) async fn read(&self, key: &Key, want: Want) -> Read {
        let read = self.entry(key, want).await;
        self.valid(read, &[]).await
    }

    /// Reads one entry, whatever has become of its tags.
    pub(super) async fn entry(&self, key: &Key, want: Want) -> Read {
        let mut way = self.nodes.way(key);
        loop {
            let Some(server) = way.server() else {
                return Read::Skip;
            };
            let read = server.read(key, want).await;
            if read != Read::Skip || !way.turn().await {
                return read;
            }
        }
    }

    /// Reads entries, and tells of each by its place in `keys` as soon as it is known: one round trip
    /// per thousand keys and server, and a second one for their leases. Those with tags are told of
    /// last, once their tags have been asked for.
    pub(crate) async fn read_each(
        &self,
        keys: &[Key],
        want: Want,
        mut tell: impl FnMut(usize, Read),
    ) {
        if self.nodes.is_cluster() {
            let reads = self.read_many(keys, want).await.into_iter().enumerate();
            return reads.for_each(|(place, read)| tell(place, read));
        }
        let (mut places, mut tagged) = (Vec::new(), Vec::new());
        let sort = |place, read: Read| match &read {
            Read::Hit { extra, .. } if !extra.tags.is_empty() => {
                places.push(place);
                tagged.push(read);
            }
            _ => tell(place, read),
        };
        self.nodes.any().read_each(keys, want, sort).await;
        if !tagged.is_empty() {
            let reads = self.all_valid(tagged, &[]).await;
            places
                .into_iter()
                .zip(reads)
                .for_each(|(place, read)| tell(place, read));
        }
    }

    /// The same, in the order of `keys`; one more round trip for the tags of all that have some.
    pub(crate) async fn read_many(&self, keys: &[Key], want: Want) -> Vec<Read> {
        // Without its type, which is deep, and would be part of the type of all that awaits it.
        let reads: BoxFuture<'_, _> = Box::pin(self.entries(keys, want));
        let reads = reads.await;
        self.all_valid(reads, &[]).await
    }

    async fn entries(&self, keys: &[Key], want: Want) -> Vec<Read> {
        if !self.nodes.is_cluster() {
            return self.nodes.any().read_many(keys, want).await;
        }
        let told = self.nodes.told();
        let parts = self.nodes.parts(keys.iter());
        let parts = join_all(parts.into_iter().map(|part| async move {
            let some = part.pick(keys);
            let reads = match &part.server {
                Some(server) => server.read_many(&some, want).await,
                None => Vec::new(),
            };
            (part, reads)
        }));
        let mut all: Vec<_> = keys.iter().map(|_| Read::Skip).collect();
        for (part, reads) in parts.await {
            for (place, read) in part.places.into_iter().zip(reads) {
                if let Some(all) = all.get_mut(place) {
                    *all = read;
                }
            }
        }
        if self.nodes.told() != told {
            for (key, read) in keys.iter().zip(&mut all) {
                if *read == Read::Skip {
                    *read = self.entry(key, want).await;
                }
            }
        }
        all
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
        // A ticket holds at the server that gave it: nothing is to be followed.
        match self.nodes.way_of(key, ticket).server() {
            Some(server) => server.commit(key, ticket, payload, ttl, extra).await,
            None => Commit::Down,
        }
    }

    /// The moment that lies so far ahead, by the clock of the server that has `key`; `None` while it
    /// is away.
    pub(crate) fn moment(&self, key: &Key, ahead: Duration) -> Option<i64> {
        self.nodes.way(key).server()?.moment(ahead)
    }

    /// [`commit`](Self::commit) of several, in the order of `items`: one round trip per thousand and
    /// server.
    pub(crate) async fn commit_many(&self, items: &[Brought]) -> Vec<Commit> {
        if !self.nodes.is_cluster() {
            return self.nodes.any().commit_many(items).await;
        }
        let parts = self.nodes.parts(items.iter().map(|item| &item.key));
        let parts = join_all(parts.into_iter().map(|part| async move {
            let some: Vec<_> = part.places.iter().filter_map(|at| items.get(*at)).collect();
            let commits = match &part.server {
                Some(server) => server.commit_many(&some).await,
                None => Vec::new(),
            };
            (part, commits)
        }));
        let mut all = vec![Commit::Down; items.len()];
        for (part, commits) in parts.await {
            for (place, commit) in part.places.into_iter().zip(commits) {
                if let Some(all) = all.get_mut(place) {
                    *all = commit;
                }
            }
        }
        all
    }

    /// The entry; or the right to load it, which no other process has at the same time; or how long
    /// another process has that for.
    pub(crate) async fn claim(&self, key: &Key) -> Claim {
        match self.claim_entry(key).await {
            Claim::Read(read) => Claim::Read(self.valid(read, &[]).await),
            claim => claim,
        }
    }

    async fn claim_entry(&self, key: &Key) -> Claim {
        let mut way = self.nodes.way(key);
        loop {
            let Some(server) = way.server() else {
                return Claim::Read(Read::Skip);
            };
            let claim = claim::claim(&server.core, key).await;
            if !matches!(claim, Claim::Read(Read::Skip)) || !way.turn().await {
                return claim;
            }
        }
    }

    /// Keeps the right to load for another [`flight_lease`](RedisOptions::flight_lease).
    pub(crate) async fn renew(&self, key: &Key, ticket: &Ticket) -> Renewed {
        match self.nodes.way_of(key, ticket).server() {
            Some(server) => claim::renew(&server.core, key, ticket).await,
            None => Renewed::Unknown,
        }
    }

    /// For how long the right to load is given.
    pub(crate) fn flight_lease(&self) -> Duration {
        self.nodes.options().flight_lease
    }

    /// Whether changes by other processes are told to this one, now; of a cluster by every node.
    pub(crate) fn tells(&self) -> bool {
        self.nodes.every(|server| server.core.tells())
    }

    /// Whether entries are served, now; of a cluster by every node.
    pub(crate) fn serves(&self) -> bool {
        self.nodes.every(|server| server.core.serves())
    }

    /// Stores values by hand, whatever stands there: one round trip per thousand and server. What
    /// cannot be stored is remembered as an invalidation of its key.
    ///
    /// # Errors
    ///
    /// With [`OnOutage::Fail`]: something could not be stored. Some may have been.
    pub(crate) async fn set_many(&self, items: &[Item]) -> Result<Written, CacheError> {
        let parts = self.nodes.parts(items.iter().map(|(key, ..)| key));
        let parts = join_all(parts.iter().map(|part| self.set_part(part, items)));
        let mut sum = Written {
            stored: 0,
            remembered: 0,
        };
        for part in parts.await {
            let written = part?;
            sum.stored += written.stored;
            sum.remembered += written.remembered;
        }
        Ok(sum)
    }

    async fn set_part(&self, part: &Part, items: &[Item]) -> Result<Written, CacheError> {
        let items: Vec<_> = part.places.iter().filter_map(|at| items.get(*at)).collect();
        let Some(server) = &part.server else {
            let keys: Vec<_> = items.iter().map(|(key, ..)| key.clone()).collect();
            let remembered = self.nobody_has(&keys)?;
            return Ok(Written {
                stored: 0,
                remembered,
            });
        };
        let told = self.nodes.told();
        let mut written = server.set_many(&items).await;
        for item in items {
            if self.nodes.has_moved(&item.0, told) && lacks(&written, |sum| sum.remembered) {
                written = self.set_again(item, told, written).await;
            }
        }
        written
    }

    /// Once more by the way of the key; what was remembered of it then need not be carried out.
    async fn set_again(
        &self,
        item: &Item,
        told: u64,
        sum: Result<Written, CacheError>,
    ) -> Result<Written, CacheError> {
        let key = std::slice::from_ref(&item.0);
        let remembered = self.nodes.remembered(key);
        let mut way = self.nodes.way_since(&item.0, told);
        if !way.turn().await {
            return sum;
        }
        let Some(server) = way.server() else {
            return sum;
        };
        if server.set_many(&[item]).await?.stored == 0 {
            return sum;
        }
        self.nodes.done(&remembered);
        let sum = sum.unwrap_or(Written {
            stored: 0,
            remembered: 1,
        });
        Ok(Written {
            stored: sum.stored + 1,
            remembered: sum.remembered.saturating_sub(1),
        })
    }

    /// Removes entries: one round trip per thousand and server. What does not reach the server is
    /// remembered, also when the future is dropped.
    ///
    /// # Errors
    ///
    /// With [`OnOutage::Fail`]: it did not reach the server.
    pub(crate) async fn remove(&self, keys: &[Key]) -> Result<Removed, CacheError> {
        if !self.nodes.is_cluster() {
            return self.nodes.any().remove(keys).await;
        }
        let named = self.nodes.any();
        let unsure = Unsure::of(&named.core, keys, Late::IsHarmless);
        let parts = self.nodes.parts(keys.iter());
        let parts = join_all(parts.iter().map(|part| self.remove_part(part, keys)));
        let parts = parts.await;
        // Each part has seen to its own.
        unsure.known();
        let mut sum = Removed {
            removed: 0,
            remembered: 0,
        };
        for part in parts {
            let removed = part?;
            sum.removed += removed.removed;
            sum.remembered += removed.remembered;
        }
        Ok(sum)
    }

    async fn remove_part(&self, part: &Part, keys: &[Key]) -> Result<Removed, CacheError> {
        let keys = part.pick(keys);
        let Some(server) = &part.server else {
            let remembered = self.nobody_has(&keys)?;
            return Ok(Removed {
                removed: 0,
                remembered,
            });
        };
        let told = self.nodes.told();
        let mut sum = server.remove(&keys).await;
        for key in &keys {
            if self.nodes.was_sent_elsewhere(key, told) && lacks(&sum, |sum| sum.remembered) {
                sum = self.remove_again(key, told, sum).await;
            }
        }
        sum
    }

    /// Once more by the way of the key; what was remembered of it then need not be carried out.
    async fn remove_again(
        &self,
        key: &Key,
        told: u64,
        sum: Result<Removed, CacheError>,
    ) -> Result<Removed, CacheError> {
        let one = std::slice::from_ref(key);
        let remembered = self.nodes.remembered(one);
        let mut way = self.nodes.way_since(key, told);
        while way.turn().await {
            let Some(server) = way.server() else { break };
            let removed = server.remove(one).await;
            if lacks(&removed, |sum| sum.remembered) {
                continue;
            }
            self.nodes.done(&remembered);
            let sum = sum.unwrap_or(Removed {
                removed: 0,
                remembered: 1,
            });
            return Ok(Removed {
                removed: sum.removed + removed?.removed,
                remembered: sum.remembered.saturating_sub(1),
            });
        }
        sum
    }

    /// What becomes of what belongs into slots that no server has.
    fn nobody_has(&self, keys: &[Key]) -> Result<u64, CacheError> {
        match self.nodes.options().on_outage {
            OnOutage::Fail => Err(CacheError::Unreachable {
                reason: "no node of the cluster has the slot".to_owned(),
            }),
            OnOutage::Remember => {
                self.remove_later(keys);
                Ok(keys.len() as u64)
            }
        }
    }

    /// Removes entries in the background; this process does not read them from now on.
    pub(crate) fn remove_later(&self, keys: &[Key]) {
        self.nodes.any().remove_later(keys);
    }

    /// Removes an entry that cannot be decoded, if it has not changed since it was read.
    pub(crate) async fn heal(&self, key: &Key, ticket: &Ticket) {
        if let Some(server) = self.nodes.way_of(key, ticket).server() {
            server.heal(key, ticket).await;
        }
    }

    /// Lays a hold on a key whose value is about to be written elsewhere: nobody stores there until it
    /// is put, released, or has ended by itself after a lease's time. `None` if the server could not
    /// be told, or not for certain.
    pub(crate) async fn hold(&self, key: &Key) -> Option<Hold> {
        let mut way = self.nodes.way(key);
        loop {
            let hold = way.server()?.hold(key).await;
            if hold.is_some() || !way.turn().await {
                return hold;
            }
        }
    }

    /// For how long a hold lasts that is not renewed.
    pub(crate) fn hold_time(&self) -> Duration {
        self.nodes.options().lease
    }

    /// Lets a hold last for its whole time again.
    pub(crate) async fn renew_hold(&self, key: &Key, hold: &Hold) {
        if let Some(server) = self.nodes.way_of(key, hold.ticket()).server() {
            server.renew_hold(key, hold).await;
        }
    }

    /// Whether the hold that a load met still lies there: the write has not ended since.
    pub(crate) async fn holds(&self, key: &Key, hold: &Ticket) -> bool {
        match self.nodes.way_of(key, hold).server() {
            Some(server) => server.holds(key, hold).await,
            None => false,
        }
    }

    /// Stores what was written under a hold, if nobody has changed the key meanwhile; otherwise
    /// removes what stands there. [`Commit::Down`]: the caller has to remove the entry.
    pub(crate) async fn put(
        &self,
        key: &Key,
        hold: &Hold,
        payload: Payload<'_>,
        ttl: Option<Duration>,
    ) -> Commit {
        match self.nodes.way_of(key, hold.ticket()).server() {
            Some(server) => server.put(key, hold, payload, ttl).await,
            None => Commit::Down,
        }
    }

    /// Takes a hold away, and gives back the entry that stood there, if nobody has changed the key.
    pub(crate) async fn release(&self, key: &Key, hold: &Hold) {
        if let Some(server) = self.nodes.way_of(key, hold.ticket()).server() {
            server.release(key, hold).await;
        }
    }

    /// Removes the entries whose keys match, on all servers at once. Cut short by an outage, or by
    /// its future being dropped, all that stands in the server concerned is a miss.
    ///
    /// # Errors
    ///
    /// With [`OnOutage::Fail`]: not everything could be removed.
    pub(crate) async fn clear(&self, pattern: &Pattern) -> Result<Removed, CacheError> {
        if !self.nodes.is_cluster() {
            return self.nodes.any().clear(pattern).await;
        }
        // One that has joined, and that this process has not heard of, may hold some.
        self.nodes.find_masters().await;
        let servers = self.nodes.all();
        let parts = join_all(servers.iter().map(|server| server.clear(pattern)));
        let mut sum = Removed {
            removed: 0,
            remembered: 0,
        };
        for part in parts.await {
            let removed = part?;
            sum.removed += removed.removed;
            sum.remembered += removed.remembered;
        }
        Ok(sum)
    }

    /// Makes a miss of every entry, in the background.
    pub(crate) fn doubt_all(&self) {
        for server in self.nodes.all() {
            server.doubt_all();
        }
    }

    /// How long an entry has left; `None` when there is none that would be served.
    pub(crate) async fn time_left(&self, key: &Key) -> Option<TimeLeft> {
        let mut way = self.nodes.way(key);
        let left = loop {
            let left = way.server()?.time_left(key).await;
            if left.is_some() || !way.turn().await {
                break left?;
            }
        };
        if let Left::For(left) = left {
            return Some(left);
        }
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

    /// Has the server carry out a command of somebody else, with all that the tier knows of the
    /// connection: no trip while there is none, and what comes back is noted. Of a cluster it is
    /// any node; the caller follows where that sends it.
    ///
    /// Dropped before it is done, or given up, the command may still be carried out, at any time
    /// later.
    #[cfg(feature = "resilience")]
    pub(crate) async fn run(&self, command: &redis::Cmd) -> Result<redis::Value, Failure> {
        self.nodes.any().run(command).await
    }

    /// As [`run`](Self::run), of several commands in one go.
    #[cfg(feature = "resilience")]
    pub(crate) async fn run_all(
        &self,
        commands: &redis::Pipeline,
    ) -> Result<Vec<Result<redis::Value, Failure>>, Failure> {
        self.nodes.any().run_all(commands).await
    }

    #[cfg(any(feature = "resilience", feature = "write-behind"))]
    pub(crate) fn options(&self) -> &RedisOptions {
        self.nodes.options()
    }

    /// Whether nobody keeps the connection any more: the runtime that it was made in has ended.
    #[cfg(feature = "resilience")]
    pub(crate) fn is_abandoned(&self) -> bool {
        let servers = self.nodes.all();
        servers.iter().all(|server| server.is_abandoned())
    }

    /// Of a cluster: of all nodes together.
    pub(crate) fn health(&self) -> RedisHealth {
        let servers = self.nodes.all();
        let each = servers
            .iter()
            .map(|server| (server.core.server(), server.health()))
            .collect();
        health::together(each)
    }

    /// A round trip to the server and back; of a cluster the longest.
    pub(crate) async fn ping(&self) -> Option<Duration> {
        let servers = self.nodes.all();
        let pings = join_all(servers.iter().map(|server| server.ping()));
        pings.await.into_iter().flatten().max()
    }

    /// Carries out what is remembered, as far as that is possible within `grace`, and closes the
    /// connection.
    pub(crate) async fn shutdown(&self, grace: Duration) {
        self.nodes.shutdown(grace).await;
    }
}

/// Whether something was not done: it is remembered, or an error.
fn lacks<T>(sum: &Result<T, CacheError>, remembered: impl Fn(&T) -> u64) -> bool {
    sum.as_ref().map_or(true, |sum| remembered(sum) > 0)
}
