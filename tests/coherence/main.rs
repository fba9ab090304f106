//! The memory tiers of several processes on one Redis agree. Here each manager is a process of its
//! own, as far as Redis can tell; `checker.rs` starts real ones.

mod agree;
mod checker;
mod doubt;
mod means;
mod serve;
mod strict;

use gambeson::cache::{Coherence, How, RedisState};
use gambeson::{CacheManager, cached};
use gambeson_tests::{PATIENCE, Source, state};

#[cached(ttl = "10m", key = "n:{id}", memory_ttl = "10m", cache = cache, handle = Numbers)]
async fn number(cache: &CacheManager, source: &Source, id: u64) -> u64 {
    source.read().await + id
}

/// The number, and what answered.
async fn ask(cache: &CacheManager, source: &Source, id: u64) -> (u64, How) {
    let traced = Numbers::traced(cache, source, id).await;
    (traced.value, traced.how)
}

/// Asks until memory answers: what is on its way meanwhile may keep it from keeping a value.
async fn until_kept(cache: &CacheManager, source: &Source, id: u64) -> u64 {
    let begun = std::time::Instant::now();
    loop {
        let (value, how) = ask(cache, source, id).await;
        if how == How::HitMemory {
            return value;
        }
        assert!(begun.elapsed() < PATIENCE, "memory never keeps it");
        tokio::time::sleep(std::time::Duration::from_millis(1)).await;
    }
}

/// Asks until the answer is this, and gives what answered.
async fn until_answer(cache: &CacheManager, source: &Source, id: u64, wanted: u64) -> How {
    let begun = std::time::Instant::now();
    loop {
        let (value, how) = ask(cache, source, id).await;
        if value == wanted {
            return how;
        }
        assert!(begun.elapsed() < PATIENCE, "it stays {value}");
        tokio::time::sleep(std::time::Duration::from_millis(1)).await;
    }
}

async fn means(cache: &CacheManager) -> Coherence {
    assert_eq!(state(cache).await, RedisState::Up);
    let redis = cache.health().await.redis.expect("there is a Redis");
    redis.coherence
}
