//! `#[cached]`: one function, asked several times.

use std::sync::Arc;
use std::time::Duration;

use gambeson::cache::observe;
use gambeson::cached;
use serde::{Deserialize, Serialize};
use tokio::task::JoinSet;

#[derive(Debug, Serialize, Deserialize)]
struct User {
    id: u64,
    name: String,
}

#[derive(Debug, Clone)]
struct Refused;

/// `Ok(Some(..))` is kept for five minutes, `Ok(None)` for ten seconds, an error not at all.
#[cached(ttl = "5m", negative_ttl = "10s", key = "user:{id}", handle = UserCache)]
async fn user(id: u64) -> Result<Option<Arc<User>>, Refused> {
    println!("  loading user {id}");
    tokio::time::sleep(Duration::from_millis(50)).await;
    match id {
        0 => Err(Refused),
        1..100 => Ok(Some(Arc::new(User {
            id,
            name: format!("User {id}"),
        }))),
        _ => Ok(None),
    }
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    println!("a miss, then a hit:");
    for _ in 0..2 {
        println!("  {:?}", user(7).await);
    }

    println!("ten tasks ask for a cold key at the same time; one loads, the others join it:");
    let mut tasks = JoinSet::new();
    for _ in 0..10 {
        tasks.spawn(observe(user(8)));
    }
    let (mut loads, mut joined) = (0, 0);
    for seen in tasks.join_all().await {
        for function in &seen.functions {
            loads += function.loads;
            joined += function.joined;
        }
    }
    println!("  {loads} loaded, {joined} joined");

    println!("that nobody is there is kept, too:");
    for _ in 0..2 {
        println!("  {:?}", user(100).await);
    }

    println!("an error is not:");
    for _ in 0..2 {
        println!("  {:?}", user(0).await);
    }

    println!("how one call was answered:");
    let traced = UserCache::traced(7).await;
    println!("  {:?}, {:.1?}", traced.how, traced.time_left);

    println!("what is there, without loading it:");
    println!("  7: {}, 9: {}", is_there(7).await, is_there(9).await);

    println!("past the cache, then loaded anew:");
    println!("  {:?}", UserCache::bypass(7).await);
    println!("  {:?}", UserCache::refresh(7).await);

    println!("removed:");
    println!("  {:?}", UserCache::invalidate(7).await?);
    println!("  7: {}", is_there(7).await);
    Ok(())
}

async fn is_there(id: u64) -> bool {
    UserCache::peek(id).await.is_some()
}
