//! The process that has the right to load is killed in the middle of its load, or stands still for longer than its
//! lease. It is a child: this test program, started again.

use std::io::{BufRead as _, BufReader, Lines, Write as _};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::time::Duration;

use gambeson::{CacheManager, cached};
use gambeson_tests::redis_server::{RedisCluster, RedisServer};
use gambeson_tests::{PATIENCE, Source, builder, built};
use tokio::task::JoinHandle;

use crate::WHILE;

const CHILD: &str = "GAMBESON_FLIGHT_CHILD";
const LEASE: Duration = Duration::from_secs(1);
const OLD: u64 = 10;
const NEW: u64 = 20;

/// Who waits does so until the lease ends: its own time is longer than that of the test.
#[cached(ttl = "10m", key = "k:{id}", flight = cluster, wait = "10m", cache = cache)]
async fn value(cache: &CacheManager, source: &Source, id: u64) -> u64 {
    _ = id;
    source.read().await
}

fn call(cache: &CacheManager, source: &Source) -> JoinHandle<u64> {
    let (cache, source) = (cache.clone(), source.clone());
    tokio::spawn(async move { value(&cache, &source, 1).await })
}

async fn process(urls: &str) -> CacheManager {
    built(builder(urls).flight_lease(LEASE)).await
}

/// A process that loads, and waits in the middle of it.
struct Holder {
    child: Child,
    stdin: ChildStdin,
    lines: Lines<BufReader<ChildStdout>>,
}

impl Holder {
    fn start(urls: &str) -> Self {
        let mut child = Command::new(std::env::current_exe().expect("this program"))
            .args(["killed::as_a_child", "--exact", "--nocapture"])
            .env(CHILD, urls)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("it starts");
        let stdin = child.stdin.take().expect("it is piped");
        let stdout = child.stdout.take().expect("it is piped");
        let mut holder = Self {
            child,
            stdin,
            lines: BufReader::new(stdout).lines(),
        };
        holder.until("loading");
        holder
    }

    /// Reads on until it has said this.
    fn until(&mut self, words: &str) {
        let said = |line: std::io::Result<String>| line.expect("it is text").contains(words);
        assert!(self.lines.by_ref().any(said), "it never said `{words}`");
    }

    fn go_on(&mut self) {
        writeln!(self.stdin, "go on").expect("it listens");
    }

    fn signal(&self, name: &str) {
        let kill = format!("kill -{name} {}", self.child.id());
        let sent = Command::new("sh").args(["-c", &kill]).status();
        assert!(sent.expect("sh is there").success());
    }
}

impl Drop for Holder {
    fn drop(&mut self) {
        _ = self.child.kill();
        _ = self.child.wait();
    }
}

/// What the child does; nothing in any other run.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn as_a_child() {
    let Ok(urls) = std::env::var(CHILD) else {
        return;
    };
    let (cache, source) = (process(&urls).await, Source::new(OLD));
    source.hold();
    let load = call(&cache, &source);
    source.begun(1).await;
    println!("\nloading");
    tokio::task::spawn_blocking(|| std::io::stdin().read_line(&mut String::new()))
        .await
        .expect("no panic")
        .expect("it is told");
    // The world has changed since it read.
    source.set(NEW);
    source.release();
    assert_eq!(load.await.expect("no panic"), OLD);
    assert_eq!(call(&cache, &source).await.expect("no panic"), NEW);
    println!("\ndone");
}

async fn is_new(what: &str, call: JoinHandle<u64>) {
    let answer = tokio::time::timeout(PATIENCE, call).await;
    let answer = answer.unwrap_or_else(|_| panic!("{what} waits for ever"));
    assert_eq!(answer.expect("no panic"), NEW, "{what}");
}

/// Two processes wait for a third one, which is killed.
async fn killed(urls: &str) {
    let processes = [process(urls).await, process(urls).await];
    let mut holder = Holder::start(urls);
    let source = Source::new(NEW);
    let calls: Vec<_> = processes
        .iter()
        .cycle()
        .take(8)
        .map(|cache| call(cache, &source))
        .collect();
    // Longer than the lease, which is renewed.
    tokio::time::sleep(LEASE * 2).await;
    assert_eq!(source.reads(), 0, "they wait");
    holder.child.kill().expect("it lives");
    holder.child.wait().expect("it ends");
    for call in calls {
        is_new("who waited", call).await;
    }
    assert_eq!(source.reads(), 1, "one of them has loaded for all");
    is_new("a third process", call(&process(urls).await, &source)).await;
    assert_eq!(source.reads(), 1, "and it is stored");
}

/// The holder stands still for longer than its lease, and then ends its load.
async fn late(urls: &str) {
    let other = process(urls).await;
    let mut holder = Holder::start(urls);
    let source = Source::new(NEW);
    let waiter = call(&other, &source);
    tokio::time::sleep(WHILE).await;
    assert_eq!(source.reads(), 0, "it waits");
    holder.signal("STOP");
    is_new("who waited", waiter).await;
    holder.signal("CONT");
    holder.go_on();
    holder.until("done");
    is_new("who loaded", call(&other, &source)).await;
    is_new("a third process", call(&process(urls).await, &source)).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn when_the_holder_is_killed_those_who_wait_go_on_with_one_load() {
    let server = RedisServer::start();
    killed(&server.url()).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn when_the_holder_is_killed_those_who_wait_go_on_on_a_cluster_too() {
    let cluster = RedisCluster::start();
    killed(&cluster.urls()).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_a_holder_brings_after_its_lease_is_stored_nowhere() {
    let server = RedisServer::start();
    late(&server.url()).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_a_holder_brings_after_its_lease_is_stored_nowhere_on_a_cluster() {
    let cluster = RedisCluster::start();
    late(&cluster.urls()).await;
}
