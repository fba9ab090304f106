//! The servers of a tier: one, or the masters of a cluster.
//!
//! A cluster shows itself: a node answers `CLUSTER SLOTS`. Each master is then a whole server, with
//! a connection, a supervisor and a state of its own, so that one that is away costs only the keys
//! that it has. What an entry is stored under names the node, so that what a slot takes along to
//! another is a miss there: moving slots lose entries, and never bring an old one back.
//!
//! - `slots`: which slot a key has, and how nodes tell of them
//! - `chart`: who has which key, as far as it is known
//! - `keeper`: keeps the chart, and the servers with it
//! - `way`: one operation's way, with what it is told on it
//! - `part`: many keys, each part to who has it

mod chart;
mod keeper;
mod part;
pub(crate) mod slots;
mod way;

use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError, RwLock};
use std::time::Duration;

use futures_util::future::join_all;
use tokio::task::JoinHandle;

pub(super) use self::chart::{Chart, FIRST, ServerId};
pub(super) use self::keeper::ask;
pub(super) use self::part::Part;
use self::slots::Address;
#[cfg(feature = "write-behind")]
pub(super) use self::way::Way;
use super::options::{Purpose, RedisOptions};
use super::server::Server;
use crate::CacheError;
use crate::cache::key::Key;
use crate::sync::lock;

pub(super) struct Nodes {
    /// The server that was named. Once others are known it only tells how to find them again.
    named: Arc<Server>,
    chart: Arc<Chart>,
    servers: RwLock<HashMap<ServerId, Arc<Server>>>,
    addresses: Mutex<HashMap<Address, ServerId>>,
    /// The number of the last server.
    last: AtomicU64,
    /// Whose turn it is to be asked who has what.
    turn: AtomicUsize,
    keeper: Mutex<Option<JoinHandle<()>>>,
}

impl Nodes {
    /// Connects to the server that was named, and to all of a cluster.
    ///
    /// # Errors
    ///
    /// [`CacheError::Config`] for an address that cannot be read, [`CacheError::Unreachable`] when
    /// the server is required and not there.
    pub(super) async fn connect(options: RedisOptions) -> Result<Arc<Self>, CacheError> {
        let named = Server::new(options)?;
        let core = &named.core;
        let nodes = Arc::new(Self {
            chart: Arc::clone(&core.chart),
            servers: RwLock::new(HashMap::from([(FIRST, Arc::clone(&named))])),
            addresses: Mutex::default(),
            last: AtomicU64::new(FIRST),
            turn: AtomicUsize::new(0),
            keeper: Mutex::new(None),
            named: Arc::clone(&named),
        });
        if let Err(why) = named.start(true).await
            && core.options.require
        {
            return Err(CacheError::Unreachable {
                reason: core.without_secrets(&why),
            });
        }
        if core.options.purpose != Purpose::Calls {
            nodes.look_around(true).await;
            *lock(&nodes.keeper) = Some(tokio::spawn(keeper::run(Arc::downgrade(&nodes))));
        }
        Ok(nodes)
    }

    /// The server of a tier that has one, or any of a cluster, one that is up if there is one.
    pub(super) fn any(&self) -> Arc<Server> {
        if !self.chart.is_cluster() {
            return Arc::clone(&self.named);
        }
        let servers = self.servers.read().unwrap_or_else(PoisonError::into_inner);
        let up = servers.values().find(|server| server.core.link().is_some());
        let server = up.or_else(|| servers.values().next());
        server.map_or_else(|| Arc::clone(&self.named), Arc::clone)
    }

    /// All that hold something.
    pub(super) fn all(&self) -> Vec<Arc<Server>> {
        let servers = self.servers.read().unwrap_or_else(PoisonError::into_inner);
        servers.values().cloned().collect()
    }

    /// Whether something is so of all that hold something.
    pub(super) fn every(&self, is_so: impl Fn(&Server) -> bool) -> bool {
        if !self.chart.is_cluster() {
            return is_so(&self.named);
        }
        let servers = self.servers.read().unwrap_or_else(PoisonError::into_inner);
        servers.values().all(|server| is_so(server))
    }

    pub(super) fn is_cluster(&self) -> bool {
        self.chart.is_cluster()
    }

    pub(super) fn options(&self) -> &RedisOptions {
        self.named.options()
    }

    fn get(&self, id: ServerId) -> Option<Arc<Server>> {
        let servers = self.servers.read().unwrap_or_else(PoisonError::into_inner);
        servers.get(&id).cloned()
    }

    /// Who has a key, by the chart.
    fn owner(&self, key: &Key) -> Option<Arc<Server>> {
        if self.chart.is_cluster() {
            self.get(self.chart.owner(key)?)
        } else {
            Some(Arc::clone(&self.named))
        }
    }

    /// The server at an address, which may be a new one. It connects in the background.
    ///
    /// `None` where the way to others is not known, as by a socket of this machine.
    fn at(&self, address: &Address, told_by: &RedisOptions) -> Option<(Arc<Server>, bool)> {
        let options = told_by.at(&address.host, address.port)?;
        let address = Address::of(&options)?;
        let mut addresses = lock(&self.addresses);
        if let Some(server) = addresses.get(&address).and_then(|id| self.get(*id)) {
            return Some((server, false));
        }
        let id = self.last.fetch_add(1, Ordering::Relaxed) + 1;
        // The address was made from one that could be read.
        let server = self.named.beside(options, id).ok()?;
        addresses.insert(address, id);
        let mut servers = self.servers.write().unwrap_or_else(PoisonError::into_inner);
        servers.insert(id, Arc::clone(&server));
        Some((server, true))
    }

    /// Carries out what is remembered, as far as that is possible within `grace`, and closes the
    /// connections.
    pub(super) async fn shutdown(&self, grace: Duration) {
        let servers = self.all();
        join_all(servers.iter().map(|server| server.shutdown(grace))).await;
        self.stop();
    }

    fn stop(&self) {
        if let Some(keeper) = lock(&self.keeper).take() {
            keeper.abort();
        }
        for server in self.all() {
            server.stop();
        }
        self.named.stop();
    }
}

impl Drop for Nodes {
    fn drop(&mut self) {
        self.stop();
    }
}
