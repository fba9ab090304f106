//! A truth that is written and invalidated by many, and read through caches: nobody may see anything
//! older than what was acknowledged before the read began.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

use gambeson::cache::How;
use gambeson::{CacheManager, cached};

/// What is really there: a version for each key, and which of them everybody must have heard of.
#[derive(Debug)]
pub struct Truth {
    versions: Vec<AtomicU64>,
    acknowledged: Vec<AtomicU64>,
    done: AtomicBool,
}

/// What tasks have seen.
#[derive(Debug, Default, Clone, Copy)]
pub struct Seen {
    /// Reads in all.
    pub reads: u64,
    /// Those that Redis answered.
    pub hits: u64,
    /// Invalidations that every server has carried out.
    pub removed: u64,
    /// Those that were remembered.
    pub remembered: u64,
    /// Reads of something older than was acknowledged before.
    pub stale: u64,
}

#[cached(ttl = "1m", key = "k:{key}", tier = redis, cache = cache, handle = Number)]
async fn number(cache: &CacheManager, truth: &Truth, key: usize) -> u64 {
    let version = truth.versions[key].load(Ordering::SeqCst);
    // Others come in between.
    tokio::task::yield_now().await;
    version
}

impl Truth {
    /// So many keys.
    #[must_use]
    pub fn new(keys: usize) -> Arc<Self> {
        let zeros = || (0..keys).map(|_| AtomicU64::new(0)).collect();
        Arc::new(Self {
            versions: zeros(),
            acknowledged: zeros(),
            done: AtomicBool::new(false),
        })
    }

    /// Ends all [`work`](Self::work) on it.
    pub fn end(&self) {
        self.done.store(true, Ordering::SeqCst);
    }

    /// Reads one key, and says whether Redis answered.
    pub async fn read(&self, cache: &CacheManager, key: usize) -> (u64, bool) {
        let traced = Number::traced(cache, self, key).await;
        (traced.value, traced.how == How::HitRedis)
    }

    /// Reads one key until Redis answers, which is what is expected each time.
    ///
    /// # Panics
    ///
    /// When something else is read, or Redis never answers.
    pub async fn until_hit(&self, cache: &CacheManager, key: usize, expected: u64) {
        let begun = Instant::now();
        loop {
            let (value, hit) = self.read(cache, key).await;
            assert_eq!(value, expected);
            if hit {
                return;
            }
            assert!(begun.elapsed() < crate::PATIENCE, "it is never a hit");
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    }

    /// Writes one key: its new version. Nothing is invalidated.
    #[must_use]
    pub fn write(&self, key: usize) -> u64 {
        self.versions[key].fetch_add(1, Ordering::SeqCst) + 1
    }

    /// Reads and invalidates at random by way of one manager until it has ended.
    ///
    /// # Panics
    ///
    /// When an invalidation is an error.
    pub async fn work(self: Arc<Self>, cache: CacheManager, salt: u64) -> Seen {
        let (mut seen, mut random) = (Seen::default(), salt | 1);
        while !self.done.load(Ordering::SeqCst) {
            random ^= random << 13;
            random ^= random >> 7;
            random ^= random << 17;
            let key = usize::try_from(random >> 33).unwrap_or(0) % self.versions.len();
            if random.is_multiple_of(10) {
                let version = self.write(key);
                let removed = cache.delete_many([format!("k:{key}")]).await;
                let removed = removed.expect("it is remembered at least");
                if removed.remembered == 0 {
                    self.acknowledged[key].fetch_max(version, Ordering::SeqCst);
                    seen.removed += 1;
                } else {
                    seen.remembered += 1;
                }
                continue;
            }
            let floor = self.acknowledged[key].load(Ordering::SeqCst);
            let traced = Number::traced(&cache, &self, key).await;
            seen.reads += 1;
            seen.hits += u64::from(traced.how == How::HitRedis);
            // What another call of this process had begun earlier is older.
            if traced.value < floor && traced.how != How::Joined {
                seen.stale += 1;
                println!("stale: {key}: {traced:?}, acknowledged {floor}");
            }
        }
        seen
    }
}

impl Seen {
    /// Both together.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self {
            reads: self.reads + other.reads,
            hits: self.hits + other.hits,
            removed: self.removed + other.removed,
            remembered: self.remembered + other.remembered,
            stale: self.stale + other.stale,
        }
    }
}
