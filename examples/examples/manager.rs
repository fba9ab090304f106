//! The manager by hand: settings, typed values, many at once, what it says of itself.
//!
//! `REDIS_URL=redis://localhost cargo run -p gambeson-examples --example manager` has two tiers.

use std::time::Duration;

use gambeson::cache::{CacheConfig, Strategy, Ttl};
use gambeson::{CacheError, CacheManager, cached};
use serde::{Deserialize, Serialize};

const TTL: Duration = Duration::from_secs(30);

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Rate {
    currency: String,
    per_euro: f64,
}

fn rate(currency: &str, per_euro: f64) -> Rate {
    Rate {
        currency: currency.to_owned(),
        per_euro,
    }
}

#[cached(ttl = "1h", key = "published:{currency}")]
async fn published(currency: &str) -> Result<Rate, CacheError> {
    Ok(rate(currency, 1.0))
}

#[tokio::main]
async fn main() -> Result<(), CacheError> {
    let mut builder = CacheManager::builder()
        .memory_bytes(8 << 20)
        .key_prefix("example");
    if let Ok(url) = std::env::var("REDIS_URL") {
        builder = builder.redis(url);
    }
    let cache = builder.build().await?;

    println!("one value, and how long it lives:");
    cache.set("rate:USD", rate("USD", 1.1), TTL).await?;
    let found = cache.get::<Rate>("rate:USD").await;
    println!("  {found:?}");
    println!("  {:.1?}", cache.ttl_of("rate:USD").await);

    println!("what is not there is loaded, once for all who ask:");
    for _ in 0..2 {
        let load = async {
            println!("  loading");
            Ok::<_, CacheError>(rate("JPY", 160.0))
        };
        let found = cache.get_or_load("rate:JPY", TTL, load).await?;
        println!("  {found:?}");
    }

    println!("near its end it is loaded again, and nobody waits:");
    let load = || async { Ok::<_, CacheError>(rate("GBP", 0.85)) };
    let found = cache.get_with_refresh("rate:GBP", TTL, 0.8, load).await?;
    println!("  {found:?}");

    println!("a region reads and writes by one strategy:");
    let rates = cache.region(CacheConfig {
        ttl: TTL.into(),
        key_prefix: "rate".to_owned(),
        strategy: Strategy::WriteThrough,
        ..CacheConfig::default()
    })?;
    let store = async {
        println!("  writing to the store");
        Ok::<_, std::io::Error>(())
    };
    match rates.write("ISK", rate("ISK", 146.0), store).await {
        Ok(()) => println!("  {:?}", rates.get::<Rate>("ISK").await),
        Err(error) => println!("  {error}"),
    }

    println!("many at once take one round trip:");
    let more = [
        ("rate:CHF", rate("CHF", 0.95)),
        ("rate:SEK", rate("SEK", 11.3)),
    ];
    cache.set_many(more, Ttl::Default).await?;
    let keys = ["rate:CHF", "rate:SEK", "rate:NOK"];
    let found = cache.get_many::<Rate, _>(keys).await;
    println!(
        "  {} of {} found",
        found.iter().flatten().count(),
        keys.len()
    );

    println!("cached functions called in advance, two at a time:");
    let calls = ["NOK", "DKK", "PLN", "CZK"].map(published);
    let warmed = cache.warm(calls, 2, |so_far| println!("  {so_far:?}"));
    warmed.await;

    println!("one removed, then all that match:");
    println!("  {:?}", cache.delete("rate:USD").await?);
    println!("  {:?}", cache.clear("rate:*").await?);

    println!("what it says of itself:");
    let (health, stats) = (cache.health().await, cache.stats());
    println!("  {:?}", health.memory);
    println!("  {:?}", health.redis);
    println!("  {:?}", stats.total);
    println!("  hit rate {:.0} %", stats.total.hit_rate() * 100.0);
    cache.shutdown(Duration::from_secs(1)).await;
    Ok(())
}
