//! Several processes on one Redis: memory that agrees, reads that ask Redis each time, and one load
//! for all.
//!
//! `REDIS_URL=redis://localhost cargo run -p gambeson-examples --example many_processes`. Two
//! managers stand for two processes here.

use std::time::Duration;

use gambeson::{CacheError, CacheManager, cached};

#[cached(ttl = "10m", key = "greeting:{name}", cache = process, handle = Greetings)]
async fn greeting(process: &CacheManager, name: &str) -> String {
    println!("    loading the greeting");
    format!("hello {name}")
}

#[cached(ttl = "10m", key = "greeting:{name}", read = strict, cache = process, handle = Now)]
async fn greeting_now(process: &CacheManager, name: &str) -> String {
    println!("    loading the greeting");
    format!("hello {name}")
}

#[cached(ttl = "10m", key = "report:{year}", flight = cluster, cache = process)]
async fn report(process: &CacheManager, year: u32) -> String {
    println!("    loading the report");
    tokio::time::sleep(Duration::from_millis(200)).await;
    format!("report of {year}")
}

#[tokio::main]
async fn main() -> Result<(), CacheError> {
    let Ok(url) = std::env::var("REDIS_URL") else {
        println!("set REDIS_URL, for example to redis://localhost");
        return Ok(());
    };
    let process = || {
        CacheManager::builder()
            .redis(&url)
            .key_prefix("example")
            .build()
    };
    let (one, other) = (process().await?, process().await?);
    one.clear_all().await?;
    if let Some(redis) = one.health().await.redis {
        println!("they hear of each other by {}", redis.coherence);
    }

    println!("each has it in memory:");
    for process in [&one, &other, &one, &other] {
        let traced = Greetings::traced(process, "Ada").await;
        println!("  {:?}", traced.how);
    }

    println!("what one invalidates, the other does not serve:");
    Greetings::invalidate(&one, "Ada").await?;
    tokio::time::sleep(Duration::from_millis(20)).await;
    println!("  {:?}", Greetings::traced(&other, "Ada").await.how);

    println!("who must know asks Redis each time:");
    println!("  {:?}", Now::traced(&other, "Ada").await.how);

    println!("one load in all processes:");
    let reports = tokio::join!(report(&one, 2026), report(&other, 2026));
    println!("  {reports:?}");

    one.shutdown(Duration::from_secs(1)).await;
    other.shutdown(Duration::from_secs(1)).await;
    Ok(())
}
