//! One of the processes: it reads, writes and invalidates at random.

use std::fmt::Write as _;
use std::net::Ipv4Addr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use gambeson::cache::{How, RedisState};
use gambeson::{CacheManager, cached};
use tokio::io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::TcpStream;
use tokio::sync::Mutex;

pub(crate) const KEYS: u16 = 60;
const TASKS: u64 = 8;
/// Reads between two words with the parent.
const ROUND: usize = 16;

/// What the parent gives it.
pub(crate) struct Given {
    pub(crate) redis: u16,
    pub(crate) truth: u16,
    pub(crate) number: u64,
    pub(crate) run: Duration,
}

/// A line to the truth.
struct Line(Mutex<BufReader<TcpStream>>);

impl Line {
    async fn to(port: u16) -> Self {
        let stream = TcpStream::connect((Ipv4Addr::LOCALHOST, port)).await;
        let stream = stream.expect("the parent is there");
        stream.set_nodelay(true).expect("it is a socket");
        Self(Mutex::new(BufReader::new(stream)))
    }

    async fn ask(&self, question: &str) -> u64 {
        let mut stream = self.0.lock().await;
        let line = format!("{question}\n");
        let sent = stream.get_mut().write_all(line.as_bytes()).await;
        sent.expect("the parent is there");
        let mut answer = String::new();
        let read = stream.read_line(&mut answer).await;
        read.expect("the parent is there");
        answer
            .trim()
            .parse()
            .expect("the parent answers by numbers")
    }

    /// The version as it is now.
    async fn load(&self, key: u16) -> u64 {
        let version = self.ask(&format!("load {key}")).await;
        // Long enough for others to come in between.
        if version.is_multiple_of(3) {
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
        version
    }
}

#[cached(ttl = "5m", memory_ttl = "5m", key = "k:{key}", cache = cache, handle = Usual)]
async fn usual(cache: &CacheManager, line: &Line, key: u16) -> u64 {
    line.load(key).await
}

#[cached(ttl = "5m", key = "k:{key}", read = strict, cache = cache, handle = Strict)]
async fn strict(cache: &CacheManager, line: &Line, key: u16) -> u64 {
    line.load(key).await
}

#[cached(
    ttl = "5m",
    memory_ttl = "5m",
    key = "k:{key}",
    flight = cluster,
    cache = cache,
    handle = Shared
)]
async fn shared(cache: &CacheManager, line: &Line, key: u16) -> u64 {
    line.load(key).await
}

struct Random(u64);

impl Random {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % limit
    }

    fn key(&mut self) -> u16 {
        u16::try_from(self.below(u64::from(KEYS))).expect("few keys")
    }
}

pub(crate) fn run(given: &Given) {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build();
    runtime.expect("a runtime").block_on(async {
        let cache = CacheManager::builder()
            .redis(format!("redis://127.0.0.1:{}", given.redis))
            .key_prefix("check")
            .settle(Duration::from_millis(200))
            .build()
            .await
            .expect("the settings are good");
        let down = Arc::new(AtomicBool::new(false));
        tokio::spawn(watch(cache.clone(), Arc::clone(&down)));
        let tasks: Vec<_> = (1..=TASKS)
            .map(|task| {
                let seed = 0x9e37_79b9_7f4a_7c15 ^ ((given.number * TASKS + task) << 20);
                let down = Arc::clone(&down);
                tokio::spawn(work(
                    cache.clone(),
                    given.truth,
                    given.run,
                    Random(seed),
                    down,
                ))
            })
            .collect();
        for task in tasks {
            task.await.expect("no panic");
        }
    });
}

async fn work(
    cache: CacheManager,
    truth: u16,
    run: Duration,
    mut random: Random,
    down: Arc<AtomicBool>,
) {
    // The loads have a line of their own: they run within reads that are being judged.
    let (line, loads) = (Line::to(truth).await, Line::to(truth).await);
    let end = Instant::now() + run;
    while Instant::now() < end {
        if random.below(6) == 0 {
            write(&cache, &line, random.key()).await;
        }
        for _ in 0..ROUND / 4 {
            let begun = line.ask("begin").await;
            let mut words = format!("judge {begun}");
            for _ in 0..4 {
                let key = random.key();
                let (kind, value) = read(&cache, &loads, key, random.below(8)).await;
                // A process that knows that it is cut off keeps what it loads for `memory_ttl`.
                let kind = if !down.load(Ordering::Acquire) || kind == 's' {
                    kind
                } else {
                    'd'
                };
                // Writing to a text cannot fail.
                _ = write!(words, " {kind}:{key}:{value}");
            }
            line.ask(&words).await;
        }
    }
}

/// Keeps an eye on whether the process knows that it is cut off. Beside the reads, because a question
/// to Redis before each would wait for all that it has to tell.
async fn watch(cache: CacheManager, down: Arc<AtomicBool>) {
    loop {
        let redis = cache.health().await.redis;
        let is_down = redis.is_none_or(|redis| redis.state == RedisState::Down);
        down.store(is_down, Ordering::Release);
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

async fn write(cache: &CacheManager, line: &Line, key: u16) {
    let version = line.ask(&format!("write {key}")).await;
    let removed = cache.delete_many([format!("k:{key}")]).await;
    let removed = removed.expect("it is remembered at least");
    let carried_out = u8::from(removed.remembered == 0);
    line.ask(&format!("done {key} {version} {carried_out}"))
        .await;
}

async fn read(cache: &CacheManager, loads: &Line, key: u16, how: u64) -> (char, u64) {
    let traced = match how {
        0 => return ('s', Strict::traced(cache, loads, key).await.value),
        1 => Shared::traced(cache, loads, key).await,
        _ => Usual::traced(cache, loads, key).await,
    };
    let kind = if traced.how == How::HitMemory {
        'm'
    } else {
        'o'
    };
    (kind, traced.value)
}
