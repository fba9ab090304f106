//! Each cache with what its documentation recommends against stampedes.

mod cached;
mod cachet;
mod hitbox;
mod moka;
mod multi_tier_cache;
mod quick_cache;

use std::time::Duration;

use crate::subject::Subject;

/// Longer than any scenario.
const TTL: Duration = Duration::from_secs(600);

pub async fn all() -> Vec<Box<dyn Subject>> {
    vec![
        Box::new(cached::Plain),
        Box::new(cached::ByKey),
        Box::new(hitbox::Hitbox::new()),
        Box::new(moka::Moka::new()),
        Box::new(quick_cache::QuickCache::new()),
        Box::new(cachet::Cachet::new()),
        Box::new(multi_tier_cache::MultiTier::new().await),
    ]
}

/// What a value was, and what it has become.
#[derive(Debug, Clone, serde::Serialize, serde::Deserialize)]
pub struct Old {
    id: u64,
}

#[derive(Debug, Clone, serde::Serialize, serde::Deserialize)]
pub struct New {
    id: u64,
    age: u32,
}
