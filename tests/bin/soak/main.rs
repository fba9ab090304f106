//! All strategies together for minutes: refresh ahead, stale windows, batches, tags, write-through, write-behind in a
//! stream and in a local log, loads of one process for all, and two managers whose memory agrees. Redis is killed now and then, and
//! what is loaded from fails now and then.
//!
//! ```text
//! scripts/soak 5
//! ```
//!
//! It ends with 1 if a call did not answer or answered what never was, if a change that was acknowledged was not written,
//! or if memory was not flat.

mod memory;
mod work;

use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use gambeson::CacheManager;
use gambeson::write_behind::Writer;
use gambeson_tests::redis_server::RedisServer;
use gambeson_tests::strategies::{Store, World, manager};

use memory::{Memory, mebibytes};
use work::{Counts, Task};

const KEYS: u64 = 2_000;
/// Of each of the two managers.
const TASKS: u64 = 12;
/// A line each so many seconds.
const LINE: u64 = 10;
/// At the end, for what is queued.
const GRACE: Duration = Duration::from_secs(60);

fn main() -> ExitCode {
    let mut given = std::env::args().skip(1);
    let minutes = given
        .next()
        .map_or(Some(5), |text| text.parse::<u64>().ok());
    let (Some(minutes @ 1..=1440), None) = (minutes, given.next()) else {
        eprintln!("usage: soak [minutes, 1 to 1440]");
        return ExitCode::from(2);
    };
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build();
    let right = runtime
        .expect("a runtime")
        .block_on(soak(Duration::from_secs(minutes * 60)));
    ExitCode::from(u8::from(!right))
}

async fn soak(run: Duration) -> bool {
    // What is acknowledged outlives the death of the server.
    let server = RedisServer::with(&["--appendonly", "yes", "--appendfsync", "always"]);
    let logs = tempfile::tempdir().expect("it is made");
    let (world, store) = (World::new(KEYS), Store::default());
    let counts = Arc::new(Counts::default());
    let done = Arc::new(AtomicBool::new(false));
    let mut managers = Vec::new();
    let (mut writers, mut tasks) = (Vec::new(), Vec::new());
    for number in 0..2 {
        let log = logs.path().join(format!("{number}.redb"));
        let (cache, started) = process(&server.url(), &log, &store).await;
        writers.extend(started);
        tasks.extend((0..TASKS).map(|task| {
            let task = Task {
                number: number * TASKS + task,
                cache: cache.clone(),
                world: world.clone(),
                store: store.clone(),
                counts: Arc::clone(&counts),
                done: Arc::clone(&done),
            };
            tokio::spawn(task.run())
        }));
        managers.push(cache);
    }
    let trouble = thread::spawn({
        let (done, world) = (Arc::clone(&done), world.clone());
        move || make_trouble(server, &world, &done)
    });

    println!("{}", memory::RULE);
    let memory = watch(run, &managers, &world, &store, &counts).await;
    done.store(true, Ordering::Release);
    for task in tasks {
        task.await.expect("no panic");
    }
    let joined = tokio::task::spawn_blocking(move || trouble.join()).await;
    let (server, kills) = joined
        .expect("no panic")
        .expect("the server comes up again");
    let mut written = true;
    for writer in writers {
        written &= writer.shutdown(GRACE).await;
    }
    drop(server);

    let (changes, broken) = store.tally();
    let memory = memory.verdict();
    println!(
        "redis-server was killed {kills} times; {changes} changes were written, {broken} promises broken"
    );
    println!("{memory}");
    let right = counts.is_right() && written && broken == 0 && memory.is_flat();
    println!(
        "{}",
        if right {
            "it holds"
        } else {
            "IT DOES NOT HOLD"
        }
    );
    right
}

/// What stands for a process: a manager, and the writers of both queues.
async fn process(url: &str, log: &Path, store: &Store) -> (CacheManager, Vec<Writer>) {
    let cache = manager(url, log).await;
    let mut writers = Vec::new();
    for queue in ["stream", "local"] {
        writers.push(store.start(&cache, queue).await.expect("it starts"));
    }
    (cache, writers)
}

/// Each 20 s Redis is killed and away for a second; each 7 s loads fail for half a second.
fn make_trouble(mut server: RedisServer, world: &World, done: &AtomicBool) -> (RedisServer, u32) {
    let mut kills = 0;
    for tick in 1_u32.. {
        if done.load(Ordering::Acquire) {
            break;
        }
        world.fail(tick % 14 == 0);
        if tick % 40 == 0 {
            server.kill();
            kills += 1;
            thread::sleep(Duration::from_secs(1));
            server.restart();
        }
        thread::sleep(Duration::from_millis(500));
    }
    world.fail(false);
    (server, kills)
}

async fn watch(
    run: Duration,
    managers: &[CacheManager],
    world: &World,
    store: &Store,
    counts: &Counts,
) -> Memory {
    let begun = Instant::now();
    let mut memory = Memory::default();
    let mut seconds = tokio::time::interval(Duration::from_secs(1));
    for second in 1_u64.. {
        seconds.tick().await;
        let resident = memory.look();
        if second % LINE == 0 {
            let of = |count: &std::sync::atomic::AtomicU64| count.load(Ordering::Relaxed);
            let sum = |one: fn(&gambeson::cache::Counts) -> u64| -> u64 {
                managers.iter().map(|cache| one(&cache.stats().total)).sum()
            };
            let entries: u64 = managers.iter().map(|cache| cache.stats().entries).sum();
            println!(
                "{:>4} s  {:>6.1} MiB  {entries} entries  {} calls  {} loads  {} memory  {} redis  {} stale  {} reloads  \
                 {} failed  {} puts  {} refused  {} written  {} hung  {} wrong",
                begun.elapsed().as_secs(),
                mebibytes(resident),
                of(&counts.calls),
                world.loads(),
                sum(|counts| counts.hits_memory),
                sum(|counts| counts.hits_redis),
                sum(|counts| counts.stale),
                sum(|counts| counts.reloads),
                of(&counts.failed),
                of(&counts.puts),
                of(&counts.refused),
                store.tally().0,
                of(&counts.hung),
                of(&counts.wrong),
            );
        }
        if begun.elapsed() >= run {
            break;
        }
    }
    memory
}
