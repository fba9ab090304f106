//! Keeping the chart: who has which slot, asked of whoever knows.

use std::collections::{HashMap, HashSet};
use std::sync::atomic::Ordering;
use std::sync::{Arc, PoisonError, Weak};
use std::time::Duration;

use futures_util::future::join_all;
use redis::aio::MultiplexedConnection;

use super::Nodes;
use super::chart::{Holding, ServerId};
use super::slots::{self, Address, Range};
use crate::cache::redis::core::Access;
use crate::cache::redis::link::Link;
use crate::cache::redis::options::RedisOptions;
use crate::cache::redis::server::Server;
use crate::cache::redis::{handshake, reply};
use crate::sync::lock;

/// How often the chart is renewed although nobody has said that it is wrong.
const EVERY: Duration = Duration::from_secs(5);
/// How often while a server is away: another may have taken its place.
const EVERY_IN_DOUBT: Duration = Duration::from_millis(250);

/// Runs for as long as the tier lives.
pub(super) async fn run(nodes: Weak<Nodes>) {
    loop {
        let Some(all) = nodes.upgrade() else { return };
        let chart = Arc::clone(&all.chart);
        let wait = match all.is_cluster() {
            false => None,
            true if all.is_whole() => Some(EVERY),
            true => Some(EVERY_IN_DOUBT),
        };
        drop(all);
        match wait {
            // A single server says by its next connection whether it is one.
            None => chart.in_doubt.notified().await,
            // The end of the wait is the regular case.
            Some(wait) => {
                _ = tokio::time::timeout(wait, chart.in_doubt.notified()).await;
            }
        }
        let Some(all) = nodes.upgrade() else { return };
        all.look_around(false).await;
    }
}

/// Asks whether this is a node of a cluster, and who has which slot.
pub(in crate::cache::redis) async fn ask(
    connection: &mut MultiplexedConnection,
) -> Result<Option<Vec<Range<Address>>>, String> {
    let (answer, sign) = reply::judge(connection.send_packed_command(&question()).await);
    match answer {
        Ok(answer) => {
            serves(connection).await?;
            Ok(slots::ranges(&answer).filter(|ranges| !ranges.is_empty()))
        }
        // A single server, or one that does not say, which is taken for one.
        Err(_) if sign == reply::Sign::Spoke => Ok(None),
        Err(failure) => Err(failure.text().to_owned()),
    }
}

/// A node that has just come back, or that is with too few others, talks and serves nothing.
async fn serves(connection: &mut MultiplexedConnection) -> Result<(), String> {
    let mut command = redis::cmd("CLUSTER");
    command.arg("INFO");
    let (answer, _) = reply::judge(connection.send_packed_command(&command).await);
    // Where it may not be asked, the first read tells.
    let info = answer.ok().as_ref().and_then(reply::text);
    match info {
        Some(info) if info.contains("cluster_state:fail") => {
            Err("the cluster is down, as this node sees it".to_owned())
        }
        _ => Ok(()),
    }
}

fn question() -> redis::Cmd {
    let mut command = redis::cmd("CLUSTER");
    command.arg("SLOTS");
    command
}

impl Nodes {
    /// Asks for all masters of the cluster, of every node that is up: one alone may be behind.
    pub(in crate::cache::redis) async fn find_masters(&self) {
        let servers = self.all();
        let heard = join_all(servers.iter().map(|server| async move {
            let link = server.core.link()?;
            let ranges = hear_of(server, &link).await?;
            Some((ranges, server.options()))
        }));
        for (ranges, told_by) in heard.await.into_iter().flatten() {
            let (_, new) = self.holders(ranges, told_by);
            for server in &new {
                // What goes wrong is met by whoever asks it.
                _ = server.start(false).await;
            }
            join_all(new.iter().map(|server| server.arrive())).await;
        }
    }

    fn is_whole(&self) -> bool {
        self.all().iter().all(|server| server.core.link().is_some())
    }

    /// Learns who has what, of the first who knows. `first`: when the tier starts; then it waits for
    /// the servers to be connected.
    pub(super) async fn look_around(&self, first: bool) {
        let Some((ranges, told_by)) = self.hear().await else {
            return;
        };
        let (holdings, new) = self.holders(ranges, &told_by);
        if holdings.is_empty() {
            return;
        }
        join_all(new.iter().map(|server| server.start(first))).await;
        self.adopt(holdings);
    }

    /// What a node says, and how that one was reached.
    async fn hear(&self) -> Option<(Vec<Range<Address>>, RedisOptions)> {
        let mut servers = self.all();
        // In turn: one that is behind, or cut off from the others, is not believed for long.
        servers.sort_by_key(|server| server.core.id);
        let turn = self.turn.fetch_add(1, Ordering::Relaxed);
        let count = servers.len().max(1);
        servers.rotate_left(turn % count);
        for server in &servers {
            if let Some(link) = server.core.link()
                && let Some(ranges) = hear_of(server, &link).await
            {
                return Some((ranges, server.options().clone()));
            }
        }
        if !self.is_cluster() {
            return None;
        }
        // All that are known are away: those that were named may lead to others.
        let link = handshake::open(&self.named.core, false).await.ok()?;
        let ranges = hear_of(&self.named, &link).await?;
        Some((ranges, self.options().clone()))
    }

    /// Who has what by number, and the servers among them that are new.
    fn holders(
        &self,
        ranges: Vec<Range<Address>>,
        told_by: &RedisOptions,
    ) -> (Vec<Holding>, Vec<Arc<Server>>) {
        let (mut holdings, mut new) = (Vec::new(), Vec::new());
        for range in ranges {
            let Some((server, is_new)) = self.at(&range.node, told_by) else {
                continue;
            };
            holdings.push((range.first, range.last, server.core.id));
            if is_new {
                new.push(server);
            }
        }
        (holdings, new)
    }

    /// Goes by a new chart from now on. Servers that have nothing any more are left.
    fn adopt(&self, holdings: Vec<Holding>) {
        let before = self.chart.holdings();
        let kept: HashSet<ServerId> = holdings.iter().map(|(.., id)| *id).collect();
        let heirs = self.heirs(&before, &holdings);
        let pending = &self.named.core.pending;
        pending.reassign(|chart| chart.replace(holdings));
        for heir in heirs {
            heir.core.unsettle();
        }
        lock(&self.addresses).retain(|_, id| kept.contains(id));
        let mut servers = self.servers.write().unwrap_or_else(PoisonError::into_inner);
        let (stay, leave): (HashMap<_, _>, HashMap<_, _>) =
            servers.drain().partition(|(id, _)| kept.contains(id));
        *servers = stay;
        drop(servers);
        for (id, server) in leave {
            server.stop();
            pending.leave(id);
        }
    }

    /// Servers that have taken over from one that is away: another process may have noticed that
    /// earlier, or later, and may hold invalidations that it could not tell anybody.
    fn heirs(&self, before: &[Holding], after: &[Holding]) -> Vec<Arc<Server>> {
        let away: Vec<_> = before
            .iter()
            .filter(|(.., id)| {
                self.get(*id)
                    .is_none_or(|server| server.core.link().is_none())
            })
            .collect();
        let inherits = |(first, last, id): &Holding| {
            away.iter()
                .any(|(from, to, of)| of != id && first <= to && from <= last)
        };
        let heirs: HashSet<_> = after.iter().filter(|held| inherits(held)).collect();
        let ids: HashSet<_> = heirs.into_iter().map(|(.., id)| *id).collect();
        ids.into_iter().filter_map(|id| self.get(id)).collect()
    }
}

async fn hear_of(server: &Server, link: &Link) -> Option<Vec<Range<Address>>> {
    if !link.is_node {
        return None;
    }
    let answer = server.core.call(link, &question(), Access::Read).await;
    let ranges = slots::ranges(&answer.ok()?)?;
    // One that is alone and has been forgotten by the others says nothing.
    (!ranges.is_empty()).then_some(ranges)
}

impl Address {
    /// Where settings lead.
    pub(super) fn of(options: &RedisOptions) -> Option<Self> {
        let (_, rest) = options.url.split_once("://")?;
        let place = rest.split(['/', '?']).next()?;
        let place = place.rsplit('@').next()?;
        let (host, port) = place.rsplit_once(':')?;
        Some(Self {
            host: host.to_owned(),
            port: port.parse().ok()?,
        })
    }
}
