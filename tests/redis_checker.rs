//! A randomised checker over several processes: whoever begins to read after an invalidation was
//! acknowledged sees nothing older, whatever happens to Redis meanwhile.
//!
//! The parent holds the truth: a version for each key, and which versions are acknowledged. Its
//! children, this test started again, read through the cache and invalidate. The parent evicts,
//! flushes, cuts all connections, and kills the server to start it again from an older state.

use std::net::{Ipv4Addr, TcpListener};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use gambeson::cache::{How, Ttl};
use gambeson::{CacheManager, cached};
use gambeson_tests::redis_server::{RedisServer, Reply};
use gambeson_tests::truth::{Ask, LATE, Line, Random, serve};

/// Keys that everybody is after.
const HOT: usize = 12;
/// Keys in all. The others are asked for so seldom that what a restart brings back of them is still
/// there when it is trusted again.
const KEYS: usize = 1_500;
const TASKS: u64 = 4;
const RUN: Duration = Duration::from_secs(7);
/// How long memory keeps what another process may have removed meanwhile.
const MEMORY_TTL: Duration = Duration::from_millis(50);
const CHILD: &str = "GAMBESON_CHECKER";

#[cached(ttl = "30s", key = "k:{key}", tier = redis, cache = cache, handle = InRedis)]
async fn in_redis(cache: &CacheManager, line: &Line, key: u16) -> u64 {
    line.load(key).await
}

#[cached(ttl = "30s", key = "k:{key}", cache = cache, handle = InBoth)]
async fn in_both(cache: &CacheManager, line: &Line, key: u16) -> u64 {
    line.load(key).await
}

/// What a child, or all of them, have seen.
#[derive(Debug, Default)]
struct Seen {
    reads: u64,
    hits_memory: u64,
    hits_redis: u64,
    joined: u64,
    removed: u64,
    remembered: u64,
    stale: u64,
}

impl Seen {
    fn fields(&mut self) -> [&mut u64; 7] {
        [
            &mut self.reads,
            &mut self.hits_memory,
            &mut self.hits_redis,
            &mut self.joined,
            &mut self.removed,
            &mut self.remembered,
            &mut self.stale,
        ]
    }

    fn add(&mut self, mut other: Self) {
        for (sum, count) in self.fields().into_iter().zip(other.fields()) {
            *sum += *count;
        }
    }
}

/// One task of a child. `own` are the versions that this process itself has invalidated.
async fn work(
    cache: CacheManager,
    truth: u16,
    both: bool,
    start: u64,
    own: Arc<Vec<AtomicU64>>,
) -> Seen {
    let line = Line::to(truth).await;
    let (mut seen, mut random) = (Seen::default(), Random(start));
    let end = Instant::now() + RUN;
    while Instant::now() < end {
        let among = if random.below(2) == 0 { HOT } else { KEYS };
        let key = u16::try_from(random.below(among as u64)).expect("few keys");
        let own = &own[usize::from(key)];
        if random.below(20) == 0 {
            let [version, _] = line.ask(Ask::Write, key, 0).await;
            let removed = cache
                .delete_many([format!("k:{key}")])
                .await
                .expect("remembered at least");
            seen.removed += removed.redis;
            seen.remembered += removed.remembered;
            own.fetch_max(version, Ordering::SeqCst);
            line.ask(Ask::Acknowledge, key, version).await;
            continue;
        }
        let own = own.load(Ordering::SeqCst);
        let [now, while_ago] = line.ask(Ask::Floors, key, 0).await;
        let (value, how) = match (both, random.below(4)) {
            (false, _) => {
                let traced = InRedis::traced(&cache, &line, key).await;
                (traced.value, traced.how)
            }
            (true, 0) => {
                let load = async { Ok::<_, ()>(line.load(key).await) };
                let name = format!("k:{key}");
                let ttl = Ttl::After(Duration::from_secs(30));
                (
                    cache
                        .get_or_load(name, ttl, load)
                        .await
                        .expect("a load succeeds"),
                    How::HitMemory,
                )
            }
            (true, _) => {
                let traced = InBoth::traced(&cache, &line, key).await;
                (traced.value, traced.how)
            }
        };
        seen.reads += 1;
        // Who asks Redis or loads sees what was acknowledged before; what came from memory, or by
        // another call's question, may be as old as memory keeps it and answers take.
        let floor = match how {
            How::HitRedis | How::Loaded => now,
            _ => while_ago,
        };
        if value < floor.max(own) {
            seen.stale += 1;
            println!(
                "stale: key {key} {how:?}: {value}, acknowledged {now}, {while_ago}, here {own}"
            );
        }
        match how {
            How::HitMemory => seen.hits_memory += 1,
            How::HitRedis => seen.hits_redis += 1,
            How::Joined => seen.joined += 1,
            _ => {}
        }
    }
    seen
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_child_reads_and_invalidates() {
    let Ok(given) = std::env::var(CHILD) else {
        return;
    };
    let given: Vec<u16> = given
        .split(' ')
        .filter_map(|number| number.parse().ok())
        .collect();
    let [redis, truth, number] = given[..] else {
        panic!("{given:?}")
    };
    let both = number % 2 == 1;
    let cache = CacheManager::builder()
        .redis(format!("redis://127.0.0.1:{redis}"))
        .key_prefix("c")
        .memory_ttl(MEMORY_TTL)
        .settle(Duration::from_millis(500))
        .build()
        .await
        .expect("the settings are good");
    let own: Arc<Vec<AtomicU64>> = Arc::new((0..KEYS).map(|_| AtomicU64::new(0)).collect());
    let tasks: Vec<_> = (0..TASKS)
        .map(|task| {
            let start = 0x9e37_79b9_7f4a_7c15 ^ (u64::from(number) * TASKS + task + 1) << 20;
            tokio::spawn(work(cache.clone(), truth, both, start, Arc::clone(&own)))
        })
        .collect();
    let mut seen = Seen::default();
    for task in tasks {
        seen.add(task.await.expect("no panic"));
    }
    let numbers = seen.fields().map(|number| number.to_string()).join(" ");
    println!("seen: {numbers}");
}

fn child(redis: u16, truth: u16, number: u16) -> Child {
    Command::new(std::env::current_exe().expect("a test has a file"))
        .args(["--exact", "a_child_reads_and_invalidates", "--nocapture"])
        .env(CHILD, format!("{redis} {truth} {number}"))
        .stdout(Stdio::piped())
        .spawn()
        .expect("the test starts again")
}

/// What has been done to the server.
#[derive(Debug, Default)]
struct Chaos {
    evicted: i64,
    flushes: u32,
    cut: i64,
    restarts: u32,
}

fn harass(server: &mut RedisServer, until: &AtomicBool) -> Chaos {
    let mut chaos = Chaos::default();
    let count = |reply: Reply| match reply {
        Reply::Int(count) => count,
        _ => 0,
    };
    let begun = Instant::now();
    let (mut cut, mut saved) = (false, false);
    for round in 1_u32.. {
        if until.load(Ordering::Acquire) {
            break;
        }
        let key = format!("c:k:{}", round as usize * 7 % HOT);
        chaos.evicted += count(server.command(&["UNLINK", &key]));
        let passed = begun.elapsed().as_secs_f32() % 3.0;
        if round % 40 == 0 && passed < 1.0 {
            server.command(&["FLUSHALL"]);
            chaos.flushes += 1;
        }
        // Twice in three seconds each: flushes, all connections cut, a snapshot, and back to it.
        let stage = chaos.restarts;
        let due = stage < 2 && begun.elapsed() > Duration::from_secs(3) * stage;
        if due && passed > 1.0 && !cut {
            cut = true;
            chaos.cut +=
                count(server.command(&["CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes"]));
        } else if due && passed > 1.7 && !saved {
            server.save();
            saved = true;
        } else if due && passed > 2.1 && saved {
            server.restart();
            chaos.restarts += 1;
            (cut, saved) = (false, false);
        }
        thread::sleep(Duration::from_millis(5));
    }
    chaos
}

#[test]
fn no_process_reads_what_was_invalidated_before_it_asked() {
    let mut server = RedisServer::start();
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a port is free");
    let truth = listener.local_addr().expect("it is bound").port();
    thread::spawn(move || serve(&listener, KEYS, MEMORY_TTL + LATE));
    let children: Vec<Child> = (0..4)
        .map(|number| child(server.port(), truth, number))
        .collect();
    let done = AtomicBool::new(false);
    let (mut seen, mut in_redis, mut said) = (Seen::default(), Seen::default(), String::new());
    let chaos = thread::scope(|scope| {
        let chaos = scope.spawn(|| harass(&mut server, &done));
        for (number, child) in children.into_iter().enumerate() {
            let output = child.wait_with_output().expect("the child ends");
            let text = String::from_utf8_lossy(&output.stdout).into_owned();
            let line = text.lines().find_map(|line| line.split_once("seen: "));
            let counts = line.map(|(_, numbers)| numbers.split(' ').map(str::parse));
            let one = || {
                let mut one = Seen::default();
                let counts = counts.clone().into_iter().flatten().flatten();
                one.fields()
                    .into_iter()
                    .zip(counts)
                    .for_each(|(field, count)| *field = count);
                one
            };
            seen.add(one());
            if number % 2 == 0 {
                in_redis.add(one());
            }
            for line in text.lines().filter(|line| line.starts_with("stale")) {
                said.push('\n');
                said.push_str(line);
            }
            assert!(output.status.success(), "{text}");
        }
        done.store(true, Ordering::Release);
        chaos.join().expect("the server answers")
    });
    println!("{seen:?} {chaos:?}");
    assert_eq!(seen.stale, 0, "{said}");
    assert!(
        seen.reads > 1_000 && seen.removed > 0 && seen.hits_memory > 0,
        "{seen:?}"
    );
    assert!(
        in_redis.hits_redis > 0 && in_redis.hits_memory == 0,
        "{in_redis:?}"
    );
    assert!(
        chaos.evicted > 0 && chaos.flushes > 0 && chaos.cut > 0,
        "{chaos:?}"
    );
    assert_eq!(chaos.restarts, 2, "{chaos:?}");
}
