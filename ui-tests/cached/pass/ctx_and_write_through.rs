//! What a load says to the cache, and a write that both tiers hear of.

#![deny(warnings, clippy::all, clippy::pedantic)]

use std::time::Duration;

use gambeson::{CacheCtx, cached};

#[derive(Clone, PartialEq, Debug, serde::Serialize, serde::Deserialize)]
struct User {
    id: u64,
    name: String,
}

#[cached(ttl = "5m", key = "user:{id}", handle = Users)]
async fn user(ctx: CacheCtx, id: u64) -> Result<User, String> {
    ctx.ttl(Duration::from_secs(30));
    ctx.tag("users");
    match ctx.stale() {
        Some(user) => Ok(user),
        None => Err(format!("there is no {id}")),
    }
}

#[cached(ttl = "5m")]
fn square(ctx: CacheCtx, n: u64) -> u64 {
    if n == 0 {
        ctx.dont_store();
    }
    n * n
}

#[cached(ttl = "5m", strategy = write_through, key = "user:{user.id}", value = user)]
async fn save(user: &User) -> Result<(), String> {
    if user.name.is_empty() {
        return Err("no name".to_owned());
    }
    Ok(())
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let ada = User {
        id: 1,
        name: "Ada".to_owned(),
    };
    assert!(user(1).await.is_err());
    assert_eq!(save(&ada).await, Ok(()));
    assert_eq!(user(1).await, Ok(ada.clone()));
    assert_eq!(Users::refresh(1).await, Ok(ada));
    assert_eq!(square(3), 9);
}
