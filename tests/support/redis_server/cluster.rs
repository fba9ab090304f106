//! A cluster of three real nodes on one machine.

use std::net::{Ipv4Addr, TcpListener};
use std::time::{Duration, Instant};

use super::process::{PATIENCE, RedisServer};

/// How many slots a cluster has.
const SLOTS: u16 = 16_384;
const NODES: u16 = 3;

/// Three masters, each with a third of the slots and without a replica. A node that is away takes
/// only its own slots along.
#[derive(Debug)]
pub struct RedisCluster {
    nodes: Vec<RedisServer>,
}

impl RedisCluster {
    /// Starts the nodes and makes a cluster of them.
    ///
    /// # Panics
    ///
    /// When redis-server is not installed, or no cluster comes about.
    #[must_use]
    pub fn start() -> Self {
        let nodes: Vec<_> = (0..NODES).map(|_| node()).collect();
        for (number, node) in (0..NODES).zip(&nodes) {
            let [first, last] = range(number).map(|slot| slot.to_string());
            node.command(&["CLUSTER", "ADDSLOTSRANGE", &first, &last]);
            node.command(&["CLUSTER", "SET-CONFIG-EPOCH", &(number + 1).to_string()]);
        }
        let cluster = Self { nodes };
        let first = &cluster.nodes[0];
        for other in &cluster.nodes[1..] {
            let [port, bus] = [other.port(), bus_port(other)].map(|port| port.to_string());
            first.command(&["CLUSTER", "MEET", "127.0.0.1", &port, &bus]);
        }
        cluster.wait_until("each node knows who has which slot", |info| {
            let known = format!("cluster_slots_ok:{SLOTS}");
            let lines = ["cluster_state:ok", "cluster_known_nodes:3", &known];
            lines.iter().all(|line| info.lines().any(|of| of == *line))
        });
        cluster
    }

    /// All addresses, separated by commas.
    #[must_use]
    pub fn urls(&self) -> String {
        let urls: Vec<_> = self.nodes.iter().map(RedisServer::url).collect();
        urls.join(",")
    }

    /// The nodes.
    #[must_use]
    pub fn nodes(&self) -> &[RedisServer] {
        &self.nodes
    }

    /// One of them.
    ///
    /// # Panics
    ///
    /// When there is none of that number.
    pub fn node(&mut self, number: usize) -> &mut RedisServer {
        &mut self.nodes[number]
    }

    /// The slot of a key.
    ///
    /// # Panics
    ///
    /// When the node does not answer.
    #[must_use]
    pub fn slot(&self, key: &[u8]) -> u16 {
        let answer = self.nodes[0].command(&[b"CLUSTER", &b"KEYSLOT"[..], key]);
        u16::try_from(answer.int()).expect("it is a slot")
    }

    /// The number of the node that has a slot by the way it was made.
    #[must_use]
    pub fn owner(slot: u16) -> usize {
        (0..NODES)
            .position(|number| range(number)[1] >= slot)
            .unwrap_or(0)
    }

    /// What the nodes call one of them.
    #[must_use]
    pub fn id(&self, number: usize) -> String {
        self.nodes[number].command(&["CLUSTER", "MYID"]).text()
    }

    /// Moves a slot with all that is in it, as an operator does; `between` runs when half of it is
    /// at the new owner, and both are needed.
    ///
    /// # Panics
    ///
    /// When a node refuses.
    pub fn move_slot(&self, slot: u16, from: usize, to: usize, between: impl FnOnce()) {
        let (from_id, to_id, slot) = (self.id(from), self.id(to), slot.to_string());
        let (from, to) = (&self.nodes[from], &self.nodes[to]);
        to.command(&["CLUSTER", "SETSLOT", &slot, "IMPORTING", &from_id]);
        from.command(&["CLUSTER", "SETSLOT", &slot, "MIGRATING", &to_id]);
        let port = to.port().to_string();
        let migrate = |most: usize| {
            let names = from.command(&["CLUSTER", "GETKEYSINSLOT", &slot, "1000"]);
            for name in names.items().iter().take(most) {
                let name = name.text();
                from.command(&["MIGRATE", "127.0.0.1", &port, &name, "0", "5000"]);
            }
            names.items().len()
        };
        migrate(1);
        between();
        while migrate(usize::MAX) > 0 {}
        let others = self.nodes.iter().filter(|node| node.port() != to.port());
        for node in std::iter::once(to).chain(others) {
            let done = node.command(&["CLUSTER", "SETSLOT", &slot, "NODE", &to_id]);
            assert_eq!(done.text(), "OK", "{done:?}");
        }
        // A node that has not heard of this move may, after the next one, take its word for the newer,
        // and delete what the owner has of the slot.
        self.wait_until_the_same("each node knows of the move", "cluster_current_epoch:");
    }

    /// Gives a slot of a node that is gone to another, as an operator does who has lost it.
    ///
    /// # Panics
    ///
    /// When a node refuses.
    pub fn replace_owner(&self, slot: u16, gone: usize, to: usize) {
        let (to_id, slot) = (self.id(to), slot.to_string());
        let others = self.nodes.iter().enumerate();
        for (_, node) in others.filter(|(number, _)| *number != gone) {
            let done = node.command(&["CLUSTER", "SETSLOT", &slot, "NODE", &to_id]);
            assert_eq!(done.text(), "OK", "{done:?}");
        }
    }

    fn wait_until_the_same(&self, what: &str, line: &str) {
        let until = Instant::now() + PATIENCE;
        let told = |node: &RedisServer| {
            let info = node.command(&["CLUSTER", "INFO"]).text();
            info.lines()
                .find(|told| told.starts_with(line))
                .map(str::to_owned)
        };
        loop {
            let all: Vec<_> = self.nodes.iter().map(told).collect();
            if all.windows(2).all(|two| two[0] == two[1]) {
                return;
            }
            assert!(Instant::now() < until, "it never came: {what}");
            std::thread::sleep(Duration::from_millis(10));
        }
    }

    fn wait_until(&self, what: &str, holds: impl Fn(&str) -> bool) {
        let until = Instant::now() + PATIENCE;
        let holds_at = |node: &RedisServer| holds(&node.command(&["CLUSTER", "INFO"]).text());
        while !self.nodes.iter().all(holds_at) {
            assert!(Instant::now() < until, "it never came: {what}");
            std::thread::sleep(Duration::from_millis(10));
        }
    }
}

/// First and last slot of a node.
fn range(number: u16) -> [u16; 2] {
    let from = |number: u16| {
        let slots = u32::from(SLOTS) * u32::from(number) / u32::from(NODES);
        u16::try_from(slots).unwrap_or(SLOTS)
    };
    [from(number), from(number + 1) - 1]
}

fn node() -> RedisServer {
    let bus = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))
        .and_then(|listener| listener.local_addr())
        .expect("a port is free")
        .port();
    RedisServer::with(&[
        "--cluster-enabled",
        "yes",
        "--cluster-port",
        &bus.to_string(),
        // On a busy machine a node may say nothing for a second, and is not dead.
        "--cluster-node-timeout",
        "5000",
        "--cluster-require-full-coverage",
        "no",
    ])
}

fn bus_port(node: &RedisServer) -> u16 {
    let setting = node.command(&["CONFIG", "GET", "cluster-port"]).items();
    let port = setting.get(1).map(super::Reply::text).unwrap_or_default();
    port.parse().expect("the node has a port for the others")
}
