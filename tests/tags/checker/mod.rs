//! A randomised checker over several processes: whoever begins to read after the invalidation of a tag
//! was acknowledged sees nothing older that has it, whatever Redis loses meanwhile.
//!
//! The parent holds the truth: a version for each tag, and which versions are acknowledged. Its
//! children, this test started again, read through the cache, by tags that arguments and results name,
//! and invalidate. The parent evicts entries, tags and stripes, flushes, cuts all connections, and
//! takes the server back to an older state.

use std::net::{Ipv4Addr, TcpListener};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use gambeson::cache::How;
use gambeson::{CacheManager, cached};
use gambeson_tests::redis_server::{RedisServer, Reply};
use gambeson_tests::truth::{Ask, LATE, Line, Random, serve};

const TAGS: u64 = 16;
const KEYS: u64 = 6;
const TASKS: u64 = 4;
const RUN: Duration = Duration::from_secs(6);
/// How long memory keeps what another process may have invalidated meanwhile.
const MEMORY_TTL: Duration = Duration::from_millis(50);
const CHILD: &str = "GAMBESON_TAG_CHECKER";

/// What a load brings: tags, and the version that each had.
type Versions = Vec<(u64, u64)>;

#[cached(ttl = "30s", key = "one:{tag}:{id}", tags = ["tag:{tag}"], tier = redis, cache = cache, handle = OneThere)]
async fn one_there(cache: &CacheManager, line: &Line, tag: u64, id: u64) -> Versions {
    vec![(tag, line.load(tag).await)]
}

#[cached(ttl = "30s", key = "one:{tag}:{id}", tags = ["tag:{tag}"], cache = cache, handle = One)]
async fn one(cache: &CacheManager, line: &Line, tag: u64, id: u64) -> Versions {
    vec![(tag, line.load(tag).await)]
}

#[cached(
    ttl = "30s",
    key = "two:{a}:{b}",
    tags = ["tag:{a}", "tag:{b}"],
    cache = cache,
    handle = Two
)]
async fn two(cache: &CacheManager, line: &Line, a: u64, b: u64) -> Versions {
    vec![(a, line.load(a).await), (b, line.load(b).await)]
}

/// Which tag it has is known only when it is loaded, and changes from load to load.
#[cached(
    ttl = "30s",
    key = "late:{id}",
    tags = [format!("tag:{}", result.0.0), "tag:{result.1.0}"],
    skip(tag),
    tier = redis,
    cache = cache,
    handle = LateThere
)]
async fn late_there(cache: &CacheManager, line: &Line, tag: u64, id: u64) -> Pair {
    Pair((tag, line.load(tag).await), (id, line.load(id).await))
}

#[cached(
    ttl = "30s",
    key = "late:{id}",
    tags = ["tag:{result.0.0}", "tag:{result.1.0}"],
    skip(tag),
    cache = cache,
    handle = Late
)]
async fn late(cache: &CacheManager, line: &Line, tag: u64, id: u64) -> Pair {
    Pair((tag, line.load(tag).await), (id, line.load(id).await))
}

#[derive(Clone, serde::Serialize, serde::Deserialize)]
struct Pair((u64, u64), (u64, u64));

/// What a child, or all of them, have seen.
#[derive(Debug, Default)]
struct Seen {
    reads: u64,
    hits_memory: u64,
    hits_redis: u64,
    late_hits: u64,
    invalidated: u64,
    remembered: u64,
    stale: u64,
}

impl Seen {
    fn fields(&mut self) -> [&mut u64; 7] {
        [
            &mut self.reads,
            &mut self.hits_memory,
            &mut self.hits_redis,
            &mut self.late_hits,
            &mut self.invalidated,
            &mut self.remembered,
            &mut self.stale,
        ]
    }

    fn add(&mut self, counts: impl Iterator<Item = u64>) {
        for (sum, count) in self.fields().into_iter().zip(counts) {
            *sum += count;
        }
    }
}

/// One read: the tags that a value has with their versions, how it came, and whether they are known
/// only from the value.
async fn read(
    cache: &CacheManager,
    line: &Line,
    both: bool,
    random: &mut Random,
) -> (Versions, How, bool) {
    let (tag, other, id) = (random.below(TAGS), random.below(TAGS), random.below(KEYS));
    match (both, random.below(3)) {
        (false, 0 | 1) => {
            let traced = OneThere::traced(cache, line, tag, id).await;
            (traced.value, traced.how, false)
        }
        (true, 0) => {
            let traced = One::traced(cache, line, tag, id).await;
            (traced.value, traced.how, false)
        }
        (true, 1) => {
            let traced = Two::traced(cache, line, tag, other).await;
            (traced.value, traced.how, false)
        }
        (both, _) => {
            let traced = if both {
                Late::traced(cache, line, tag, id).await
            } else {
                LateThere::traced(cache, line, tag, id).await
            };
            let Pair(first, second) = traced.value;
            (vec![first, second], traced.how, true)
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
        if random.below(25) == 0 {
            let tag = random.below(TAGS);
            let [version, _] = line.ask(Ask::Write, tag, 0).await;
            let told = cache.invalidate_tags([format!("tag:{tag}")]).await;
            seen.remembered += told.expect("remembered at least").remembered;
            seen.invalidated += 1;
            own[usize::try_from(tag).expect("few")].fetch_max(version, Ordering::SeqCst);
            line.ask(Ask::Acknowledge, tag, version).await;
            continue;
        }
        let mut floors = Vec::new();
        for tag in 0..TAGS {
            let own = own[usize::try_from(tag).expect("few")].load(Ordering::SeqCst);
            let [now, while_ago] = line.ask(Ask::Floors, tag, 0).await;
            floors.push([now.max(own), while_ago.max(own)]);
        }
        let (versions, how, late) = read(&cache, &line, both, &mut random).await;
        seen.reads += 1;
        // Who asks Redis or loads sees what was acknowledged before; what came from memory, or by
        // another call's question, may be as old as memory keeps it and answers take.
        let strict = matches!(how, How::HitRedis | How::Loaded);
        for (tag, version) in versions {
            let [now, while_ago] = floors[usize::try_from(tag).expect("few")];
            if version < if strict { now } else { while_ago } {
                seen.stale += 1;
                println!(
                    "stale: tag {tag} {how:?} late {late}: {version}, acknowledged {now}, {while_ago}"
                );
            }
        }
        seen.hits_memory += u64::from(how == How::HitMemory);
        seen.hits_redis += u64::from(how == How::HitRedis);
        seen.late_hits += u64::from(late && how.is_hit());
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
    let cache = CacheManager::builder()
        .redis(format!("redis://127.0.0.1:{redis}"))
        .key_prefix("c")
        .memory_ttl(MEMORY_TTL)
        .settle(Duration::from_millis(500))
        .build()
        .await
        .expect("the settings are good");
    let own: Arc<Vec<AtomicU64>> = Arc::new((0..TAGS).map(|_| AtomicU64::new(0)).collect());
    let tasks: Vec<_> = (0..TASKS)
        .map(|task| {
            let start = 0x9e37_79b9_7f4a_7c15 ^ (u64::from(number) * TASKS + task + 1) << 20;
            let (cache, own) = (cache.clone(), Arc::clone(&own));
            tokio::spawn(work(cache, truth, number % 2 == 1, start, own))
        })
        .collect();
    let mut seen = Seen::default();
    for task in tasks {
        let mut other = task.await.expect("no panic");
        seen.add(other.fields().map(|field| *field).into_iter());
    }
    let numbers = seen.fields().map(|number| number.to_string()).join(" ");
    println!("seen: {numbers}");
}

fn child(redis: u16, truth: u16, number: u16) -> Child {
    Command::new(std::env::current_exe().expect("a test has a file"))
        .args([
            "--exact",
            "checker::a_child_reads_and_invalidates",
            "--nocapture",
        ])
        .env(CHILD, format!("{redis} {truth} {number}"))
        .stdout(Stdio::piped())
        .spawn()
        .expect("the test starts again")
}

/// Takes things away until it is told to stop, and says how many of each kind there were.
fn harass(server: &mut RedisServer, until: &AtomicBool) -> [i64; 4] {
    let [mut evicted, mut flushed, mut cut, mut restarted] = [0; 4];
    let mut random = Random(7);
    let count = |reply: Reply| match reply {
        Reply::Int(count) => count,
        _ => 0,
    };
    let begun = Instant::now();
    while !until.load(Ordering::Acquire) {
        // Entries, tags and stripes alike; now and then all of them.
        let name = server.command(&["RANDOMKEY"]);
        if let Some(name) = name.bytes().filter(|name| *name != b"c:%epoch") {
            evicted += count(server.command(&[&b"UNLINK"[..], name]));
        }
        match random.below(300) {
            0 => {
                server.command(&["FLUSHALL"]);
                flushed += 1;
            }
            1 => {
                let kill = ["CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes"];
                cut += count(server.command(&kill));
            }
            _ => {}
        }
        if restarted == 0 && begun.elapsed() > RUN / 2 {
            server.save();
            thread::sleep(Duration::from_millis(300));
            server.restart();
            restarted += 1;
        }
        thread::sleep(Duration::from_millis(4));
    }
    [evicted, flushed, cut, restarted]
}

#[test]
fn no_process_reads_what_has_a_tag_that_was_invalidated_before_it_asked() {
    let mut server = RedisServer::start();
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a port is free");
    let truth = listener.local_addr().expect("it is bound").port();
    let count = usize::try_from(TAGS).expect("few");
    thread::spawn(move || serve(&listener, count, MEMORY_TTL + LATE));
    let children: Vec<Child> = (0..4)
        .map(|number| child(server.port(), truth, number))
        .collect();
    let done = AtomicBool::new(false);
    let (mut seen, mut said) = (Seen::default(), String::new());
    let chaos = thread::scope(|scope| {
        let chaos = scope.spawn(|| harass(&mut server, &done));
        for child in children {
            let output = child.wait_with_output().expect("the child ends");
            let text = String::from_utf8_lossy(&output.stdout).into_owned();
            let counts = text.lines().find_map(|line| line.split_once("seen: "));
            let counts = counts.into_iter().flat_map(|(_, counts)| counts.split(' '));
            seen.add(counts.filter_map(|count| count.parse().ok()));
            let stale = text.lines().filter(|line| line.starts_with("stale"));
            said.extend(stale.flat_map(|line| ["\n", line]));
            assert!(output.status.success(), "{text}");
        }
        done.store(true, Ordering::Release);
        chaos.join().expect("the server answers")
    });
    println!("{seen:?} evicted, flushed, cut, restarted: {chaos:?}");
    assert_eq!(seen.stale, 0, "{said}");
    assert!(
        seen.reads > 1_000 && seen.hits_memory > 0 && seen.hits_redis > 0,
        "{seen:?}"
    );
    assert!(seen.late_hits > 0 && seen.invalidated > 0, "{seen:?}");
    assert!(chaos[0] > 0 && chaos[3] == 1, "{chaos:?}");
}
