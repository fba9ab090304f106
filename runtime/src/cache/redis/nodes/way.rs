//! One operation's way to the server that has its key, with what it is told on it.

use std::pin::Pin;
use std::sync::Arc;

use super::Nodes;
use super::slots::Address;
use crate::cache::key::Key;
use crate::cache::redis::Ticket;
use crate::cache::redis::pending::Batch;
use crate::cache::redis::server::Server;

/// How many redirections are followed: a slot may be on its way while the chart is old.
const REDIRECTIONS: u8 = 4;

/// See the module.
pub(in crate::cache::redis) struct Way<'a> {
    nodes: &'a Nodes,
    /// `None` where there is one server.
    slot: Option<u16>,
    server: Option<Arc<Server>>,
    /// How many redirections there had been when it was sent.
    told: u64,
    left: u8,
}

impl Nodes {
    /// The way to the server that has a key.
    pub(in crate::cache::redis) fn way(&self, key: &Key) -> Way<'_> {
        let slot = self.is_cluster().then(|| self.chart.slot(key));
        Way {
            nodes: self,
            slot,
            told: self.chart.told(),
            server: match slot {
                None => Some(Arc::clone(&self.named)),
                Some(slot) => self.chart.owner_of_slot(slot).and_then(|id| self.get(id)),
            },
            left: REDIRECTIONS,
        }
    }

    /// The same for what was sent when there had been so many redirections: it begins with a turn.
    pub(in crate::cache::redis) fn way_since(&self, key: &Key, told: u64) -> Way<'_> {
        Way {
            told,
            ..self.way(key)
        }
    }

    /// How many redirections there have been so far.
    pub(in crate::cache::redis) fn told(&self) -> u64 {
        self.chart.told()
    }

    /// Whether the slot of a key was said to be elsewhere since.
    pub(in crate::cache::redis) fn was_sent_elsewhere(&self, key: &Key, told: u64) -> bool {
        self.is_cluster()
            && self.told() != told
            && self.chart.said_since(self.chart.slot(key), told).is_some()
    }

    /// The same, for good: the server that was asked carries out nothing of it any more, however
    /// late.
    pub(in crate::cache::redis) fn has_moved(&self, key: &Key, told: u64) -> bool {
        self.is_cluster() && self.told() != told && {
            let note = self.chart.said_since(self.chart.slot(key), told);
            note.is_some_and(|note| !note.asking)
        }
    }

    /// What is remembered of keys.
    pub(in crate::cache::redis) fn remembered(&self, keys: &[Key]) -> Batch {
        self.named.core.pending.about(keys)
    }

    /// It has been carried out otherwise.
    pub(in crate::cache::redis) fn done(&self, batch: &Batch) {
        self.named.core.pending.done(batch);
    }

    /// The same for what is stored by a ticket: it holds where it was given, which may be where a
    /// slot is on its way to.
    pub(in crate::cache::redis) fn way_of(&self, key: &Key, ticket: &Ticket) -> Way<'_> {
        let mut way = self.way(key);
        let gave = |server: &Arc<Server>| {
            let link = server.core.link();
            link.is_some_and(|link| link.incarnation() == ticket.incarnation)
        };
        if let (Some(slot), Some(server)) = (way.slot, &way.server)
            && !gave(server)
            && let Some(to) = self.chart.asked(slot)
            && let Some((asked, _)) = self.at(&to, server.options())
            && gave(&asked)
        {
            way.server = Some(asked.asking());
        }
        way
    }

    /// A server that redirections lead to.
    async fn led_to(&self, to: &Address, from: &Server) -> Option<Arc<Server>> {
        let (server, is_new) = self.at(to, from.options())?;
        if is_new {
            // What goes wrong is told by its health, and met by whoever asks it.
            _ = server.start(false).await;
            server.arrive().await;
        }
        Some(server)
    }
}

impl Way<'_> {
    /// Whom to ask now; nobody where no server has the slot.
    pub(in crate::cache::redis) fn server(&self) -> Option<&Arc<Server>> {
        self.server.as_ref()
    }

    /// Whether it goes on elsewhere, by what the server has said of the slot since.
    pub(in crate::cache::redis) async fn turn(&mut self) -> bool {
        let (Some(slot), Some(server)) = (self.slot, self.server.clone()) else {
            return false;
        };
        let Some(note) = self.nodes.chart.said_since(slot, self.told) else {
            return false;
        };
        let Some(left) = self.left.checked_sub(1) else {
            return false;
        };
        self.left = left;
        self.told = self.nodes.chart.told();
        // Boxed: else the future of everything that may be led elsewhere holds what connects.
        let led: Pin<Box<dyn Future<Output = _> + Send + '_>> =
            Box::pin(self.nodes.led_to(&note.to, &server));
        let Some(next) = led.await else {
            return false;
        };
        if note.asking {
            self.server = Some(next.asking());
        } else {
            let pending = &self.nodes.named.core.pending;
            pending.reassign(|chart| chart.assign(slot, next.core.id));
            self.server = Some(next);
        }
        true
    }
}
