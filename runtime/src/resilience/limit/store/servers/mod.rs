//! The servers that hold the limits: one, or the nodes of a cluster.
//!
//! A cluster shows itself: its nodes answer `MOVED` to what is not theirs, and then say who has
//! what. Each node has a connection and a health of its own, so that a dead one costs only the keys
//! that it has.

mod health;
mod node;
mod probe;
mod shared;

use std::borrow::Cow;
use std::collections::HashMap;
use std::fmt;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError, RwLock};
use std::time::Duration;

use tokio::runtime::Handle;

use self::node::Node;
pub(super) use self::probe::LONGEST as PROBED_EVERY;
pub(super) use self::shared::{at, of_tier};

use super::script::{Ask, Grain, Grant};
use crate::cache::redis::slots::{self, Address, Slots};
use crate::cache::redis::{Failure, RedisOptions};
use crate::sync::lock;

/// How many redirections a check follows: a slot may be on its way while the map is old.
const REDIRECTIONS: usize = 3;

pub(super) struct Servers {
    /// Those that were named. At least one.
    seeds: Vec<Arc<Node>>,
    /// How any further node is connected to; its address stands in the URL's place.
    template: RedisOptions,
    limit: Duration,
    slots: RwLock<Option<Arc<Slots<Node>>>>,
    /// Whether there are slots.
    is_cluster: AtomicBool,
    nodes: Mutex<HashMap<Address, Arc<Node>>>,
    looking: AtomicBool,
}

impl Servers {
    fn new(seeds: Vec<Arc<Node>>, template: RedisOptions, limit: Duration) -> Self {
        Self {
            seeds,
            template,
            limit,
            slots: RwLock::new(None),
            is_cluster: AtomicBool::new(false),
            nodes: Mutex::default(),
            looking: AtomicBool::new(false),
        }
    }

    /// The longest that a check waits for a server.
    pub(super) fn limit(&self) -> Duration {
        self.limit
    }

    /// One check: one trip, to the server that has the key.
    pub(super) async fn ask(
        self: &Arc<Self>,
        name: &[u8],
        grain: Grain,
        ask: Ask,
    ) -> Result<Grant, Failure> {
        let mut node = self.node_of(name).ok_or_else(nobody)?;
        let mut asking = false;
        for _ in 0..=REDIRECTIONS {
            if node.health.is_down() {
                probe::begin(self, &node, grain, name);
                return Err(unreachable("it is down"));
            }
            let answer = node.run(|by| grain.command(by, name, ask), asking).await;
            match answer {
                Ok(answer) => {
                    node.health.well();
                    return grain
                        .grant(&answer)
                        .ok_or_else(|| unreachable("the answer does not fit"));
                }
                Err(Failure::Refused { code, text }) if code == "MOVED" || code == "ASK" => {
                    node.health.well();
                    asking = code == "ASK";
                    if !asking {
                        self.look_around_for_good();
                    }
                    let to = Address::of_redirection(&text).ok_or_else(nobody)?;
                    node = Cow::Owned(self.node_at(to).ok_or_else(nobody)?);
                }
                Err(failure) => {
                    self.failed(&node, grain, name, &failure);
                    return Err(failure);
                }
            }
        }
        Err(unreachable(
            "the nodes of the cluster send it back and forth",
        ))
    }

    /// Whether a check of this key would not be sent.
    pub(super) fn is_down(self: &Arc<Self>, name: &[u8], grain: Grain) -> bool {
        if Handle::try_current().is_err() {
            return true;
        }
        self.node_of(name).is_none_or(|node| {
            let down = node.health.is_down();
            if down {
                probe::begin(self, &node, grain, name);
            }
            down
        })
    }

    fn failed(self: &Arc<Self>, node: &Arc<Node>, grain: Grain, name: &[u8], failure: &Failure) {
        // Outside of a runtime it was not even asked.
        let (Some(weight), Ok(_)) = (node.weigh(failure), Handle::try_current()) else {
            return;
        };
        if node.health.failed(weight) {
            tracing::warn!(
                target: "gambeson::rate_limit",
                server = %node.server,
                why = %self.without_secrets(failure.text()),
                "the store of rate limits is lost"
            );
            probe::begin(self, node, grain, name);
        }
    }

    /// `text` without the password, which some servers repeat in their errors.
    fn without_secrets(&self, text: &str) -> String {
        match self.template.password() {
            Some(password) => text.replace(&password, "***"),
            None => text.to_owned(),
        }
    }

    fn slots(&self) -> Option<Arc<Slots<Node>>> {
        let slots = self.slots.read().unwrap_or_else(PoisonError::into_inner);
        slots.clone()
    }

    fn node_of(&self, name: &[u8]) -> Option<Cow<'_, Arc<Node>>> {
        if self.is_cluster.load(Ordering::Acquire) {
            let slots = self.slots()?;
            return slots.node(slots::slot(name)).cloned().map(Cow::Owned);
        }
        let up = self.seeds.iter().find(|seed| !seed.health.is_down());
        up.or_else(|| self.seeds.first()).map(Cow::Borrowed)
    }

    /// The node of this address, which may be a new one.
    fn node_at(&self, address: Address) -> Option<Arc<Node>> {
        let options = self.template.at(&address.host, address.port)?;
        let mut nodes = lock(&self.nodes);
        let node = nodes
            .entry(address)
            .or_insert_with(|| Node::at(options, self.limit));
        Some(Arc::clone(node))
    }

    /// Whether a node is one of these.
    fn knows(&self, node: &Arc<Node>) -> bool {
        let named = self.seeds.iter().any(|seed| Arc::ptr_eq(seed, node));
        named
            || lock(&self.nodes)
                .values()
                .any(|known| Arc::ptr_eq(known, node))
    }

    /// Learns who has what, in the background, if this is a cluster.
    fn look_around(self: &Arc<Self>) {
        if self.is_cluster.load(Ordering::Acquire) {
            self.look_around_for_good();
        }
    }

    fn look_around_for_good(self: &Arc<Self>) {
        if self.looking.swap(true, Ordering::AcqRel) {
            return;
        }
        let looking = Looking(Arc::clone(self));
        tokio::spawn(async move {
            let servers = &looking.0;
            for node in servers.to_ask() {
                if servers.learn_from(&node).await {
                    return;
                }
            }
        });
    }

    /// All nodes, those that are up first.
    fn to_ask(&self) -> Vec<Arc<Node>> {
        let mut nodes: Vec<_> = lock(&self.nodes).values().cloned().collect();
        nodes.extend(self.seeds.iter().cloned());
        nodes.sort_by_key(|node| node.health.is_down());
        nodes
    }

    async fn learn_from(&self, node: &Arc<Node>) -> bool {
        let mut command = redis::cmd("CLUSTER");
        command.arg("SLOTS");
        let Ok(answer) = node.run(|_| command.clone(), false).await else {
            return false;
        };
        let Some(ranges) = slots::ranges(&answer).filter(|ranges| !ranges.is_empty()) else {
            return false;
        };
        let slots = Slots::new(ranges, |address| {
            self.node_at(address).unwrap_or_else(|| Arc::clone(node))
        });
        let known = Arc::new(slots);
        let mut slots = self.slots.write().unwrap_or_else(PoisonError::into_inner);
        *slots = Some(Arc::clone(&known));
        drop(slots);
        self.is_cluster.store(true, Ordering::Release);
        let is_known = |node: &Arc<Node>| known.nodes().any(|known| Arc::ptr_eq(known, node));
        lock(&self.nodes).retain(|_, node| is_known(node));
        true
    }
}

impl fmt::Debug for Servers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let seeds = self.seeds.iter().map(|seed| &seed.server);
        f.debug_list().entries(seeds).finish()
    }
}

/// The question who has what. It ends with its runtime, too.
struct Looking(Arc<Servers>);

impl Drop for Looking {
    fn drop(&mut self) {
        self.0.looking.store(false, Ordering::Release);
    }
}

fn unreachable(why: &str) -> Failure {
    Failure::Unreachable(why.to_owned())
}

fn nobody() -> Failure {
    unreachable("no node has the key")
}
