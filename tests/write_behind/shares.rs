//! Several processes that write one queue share its partitions.

use std::time::{Duration, Instant};

use gambeson::CacheManager;
use gambeson::write_behind::{Settings, Writer};
use gambeson_tests::PATIENCE;
use gambeson_tests::redis_server::RedisServer;

use crate::support::{Store, manager, user};

const PARTITIONS: u32 = 6;
/// Enough for each partition to have some.
const KEYS: u64 = 60;

/// A process: what it writes is told from what others write.
struct Process {
    cache: CacheManager,
    store: Store,
    writer: Option<Writer>,
}

impl Process {
    async fn start(server: &RedisServer) -> Self {
        let (cache, store) = (manager(server).await, Store::new());
        let settings = Settings::new().every(Duration::from_millis(1));
        let settings = settings.partitions(PARTITIONS);
        let started = store.register(&cache, "users", settings).await;
        Self {
            cache,
            store,
            writer: Some(started.expect("it starts")),
        }
    }

    async fn stop(&mut self) {
        let writer = self.writer.take().expect("it runs");
        assert!(writer.shutdown(Duration::from_secs(30)).await);
    }
}

/// Puts each key once more, and says how many of them each process has written.
async fn round(processes: &[Process], name: u64) -> Vec<usize> {
    let before: Vec<_> = processes.iter().map(|one| one.store.writes()).collect();
    let cache = &processes[0].cache;
    for id in 0..KEYS {
        let put = cache.write_behind("users", format!("u:{id}"), user(id, name.to_string()));
        put.await.expect("it is taken");
    }
    let writer = processes.iter().find_map(|one| one.writer.as_ref());
    let flushed = writer.expect("one runs").flush().await;
    flushed.expect("it answers");
    let after = processes.iter().map(|one| one.store.writes());
    after
        .zip(before)
        .map(|(now, before)| now - before)
        .collect()
}

/// Puts until the keys are shared as they should be.
async fn until_shared(
    processes: &[Process],
    names: &mut std::ops::RangeFrom<u64>,
    fits: impl Fn(&[usize]) -> bool,
) {
    let begun = Instant::now();
    loop {
        let written = round(processes, names.next().expect("it has no end")).await;
        if fits(&written) {
            return;
        }
        assert!(begun.elapsed() < PATIENCE, "{written:?}");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_comes_is_given_partitions_and_who_goes_leaves_them_and_the_order_stays() {
    let server = RedisServer::start();
    let mut names = 0..;
    let all = |written: &[usize], who: usize| written[who] == written.iter().sum::<usize>();
    // By its keys: a partition has a few more or less than another.
    let evenly = |written: &[usize]| {
        let least = usize::try_from(KEYS).expect("few") / written.len() / 2;
        written.iter().all(|part| *part >= least)
    };
    let mut processes = vec![Process::start(&server).await];
    until_shared(&processes, &mut names, |written| all(written, 0)).await;
    for _ in 0..2 {
        processes.push(Process::start(&server).await);
        until_shared(&processes, &mut names, evenly).await;
    }
    for process in &mut processes[..2] {
        process.stop().await;
    }
    until_shared(&processes, &mut names, |written| all(written, 2)).await;
    for id in 0..KEYS {
        for process in &processes {
            let names = process.store.names(id);
            let names: Vec<u64> = names.iter().filter_map(|name| name.parse().ok()).collect();
            assert!(names.is_sorted(), "user {id}: {names:?}");
        }
        let last = processes[2].store.row(id);
        assert_eq!(last, Some((names.start - 1).to_string()), "user {id}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_that_dies_is_counted_no_longer_than_its_lease() {
    let server = RedisServer::start();
    let mut names = 0..;
    let processes = [Process::start(&server).await];
    until_shared(&processes, &mut names, |written| written[0] > 0).await;
    // It says that it works, and is never heard of again.
    let crew = server.command(&["KEYS", "*:crew"]).items();
    let crew = crew[0].text();
    let now = server.command(&["TIME"]).items()[0].text();
    server.command(&["ZADD", &crew, &format!("{now}000"), "0-dead"]);
    let owners = || server.command(&["KEYS", "*:owner"]).items().len();
    gambeson_tests::until("half of them is left to it", || owners() == 3).await;
    until_shared(&processes, &mut names, |_| owners() == 6).await;
}
