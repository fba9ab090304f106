//! A master, a replica and a sentinel that watches over them.

use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use super::process::{PATIENCE, RedisServer, free_port};
use super::resp::Reply;

/// A master with a replica, and one sentinel whose word is enough for a fail-over.
#[derive(Debug)]
pub struct WatchedRedis {
    master: RedisServer,
    replica: RedisServer,
    port: u16,
    sentinel: Child,
}

impl WatchedRedis {
    /// What the sentinel calls them.
    pub const NAME: &'static str = "main";

    /// Starts the three.
    ///
    /// # Panics
    ///
    /// When redis-server is not installed, or one of them does not come up.
    #[must_use]
    pub fn start() -> Self {
        let master = RedisServer::start();
        let port = master.port().to_string();
        let replica = RedisServer::with(&["--replicaof", &format!("127.0.0.1 {port}")]);
        let directory = master.directory();
        let sentinel_port = free_port();
        let settings = format!(
            "port {sentinel_port}\nbind 127.0.0.1\ndir {}\n\
             sentinel monitor {name} 127.0.0.1 {port} 1\n\
             sentinel down-after-milliseconds {name} 500\n\
             sentinel failover-timeout {name} 3000\n",
            directory.display(),
            name = Self::NAME,
        );
        let file = directory.join("sentinel.conf");
        std::fs::write(&file, settings).expect("the directory is writable");
        let sentinel = Command::new("redis-server")
            .arg(&file)
            .arg("--sentinel")
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("redis-server has just been started");
        let watched = Self {
            master,
            replica,
            port: sentinel_port,
            sentinel,
        };
        watched.wait_until("the sentinel knows the replica", |watched| {
            let info = watched.ask(&["INFO", "sentinel"]);
            info.contains("status=ok") && info.contains("slaves=1")
        });
        watched.wait_until("the replica is in step", |watched| {
            let info = watched.replica.command(&["INFO", "replication"]).text();
            info.contains("master_link_status:up")
        });
        watched
    }

    /// Where to find the master by way of the sentinel.
    #[must_use]
    pub fn url(&self) -> String {
        format!("redis+sentinel://127.0.0.1:{}/{}", self.port, Self::NAME)
    }

    /// The server that was the master at the start.
    pub fn master(&mut self) -> &mut RedisServer {
        &mut self.master
    }

    /// The server that was the replica at the start.
    #[must_use]
    pub fn replica(&self) -> &RedisServer {
        &self.replica
    }

    /// Has the sentinel make the other one the master, while both are well.
    ///
    /// # Panics
    ///
    /// When it does not come about.
    pub fn fail_over(&self) {
        self.wait_until("the sentinel agrees", |watched| {
            watched.ask(&["SENTINEL", "FAILOVER", Self::NAME]) == "OK"
        });
        self.wait_until_the_replica_is_master();
    }

    /// Returns once the replica has taken over.
    ///
    /// # Panics
    ///
    /// When it does not.
    pub fn wait_until_the_replica_is_master(&self) {
        self.wait_until("the replica is the master", |watched| {
            let info = watched.replica.command(&["INFO", "replication"]).text();
            info.contains("role:master")
        });
    }

    fn ask(&self, command: &[&str]) -> String {
        let answer = super::resp::ask(self.port, command);
        answer.as_ref().map(Reply::text).unwrap_or_default()
    }

    fn wait_until(&self, what: &str, holds: impl Fn(&Self) -> bool) {
        let until = Instant::now() + PATIENCE;
        while !holds(self) {
            assert!(Instant::now() < until, "it never came: {what}");
            std::thread::sleep(Duration::from_millis(10));
        }
    }
}

impl Drop for WatchedRedis {
    fn drop(&mut self) {
        _ = self.sentinel.kill();
        _ = self.sentinel.wait();
    }
}
