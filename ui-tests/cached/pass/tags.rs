#![deny(warnings, clippy::all, clippy::pedantic)]

use std::sync::Arc;

use gambeson::{CacheKey, cached, invalidate, key};

#[derive(Clone, serde::Serialize, serde::Deserialize)]
pub struct User {
    id: u64,
    org: Option<Arc<str>>,
}

#[derive(CacheKey)]
pub struct Org(u32);

/// By arguments, by what was loaded, by both, by expressions of either.
///
/// # Errors
///
/// Never.
#[cached(
    ttl = "5m",
    key = "user:{org}:{name}",
    tags = [
        "org:{org}",
        "user:{result.id}",
        "user:{result.id}:of:{name:hash}",
        "in:{result.org:lower}",
        format!("id:{}", result.id),
        key!("name:{name}"),
        "users",
    ]
)]
pub async fn user(org: Org, name: String) -> Result<Option<User>, std::io::Error> {
    drop((org, name));
    Ok(Some(User { id: 1, org: None }))
}

/// What was loaded, as a whole.
#[cached(ttl = "5m", key = "next:{id}", tags = ["number:{result}", "const:{N}"])]
pub async fn next<const N: u64>(id: u64) -> u64 {
    id + N
}

pub struct Store {
    name: String,
}

impl Store {
    #[cached(ttl = "5m", key = "count:{self.name}", tags = ["store:{self.name}", "count:{result}:of:{self.name}"])]
    pub async fn count(&self) -> usize {
        self.name.len()
    }

    #[cached(ttl = "5m", key = "first:{self.name}", tags = ["store:{self.name}", "first:{result}"])]
    pub fn first(&self) -> Option<char> {
        self.name.chars().next()
    }

    #[invalidate(
        key = "count:{self.name}",
        keys = ["first:{self.name}"],
        tags = ["store:{self.name}", "users"],
        pattern = "user:{self.name}:[0-9]*"
    )]
    pub async fn forget(&self) {}

    #[invalidate(tags = ["store:{self.name}"], always)]
    pub fn forget_in_sync(&self) {}
}

fn main() {}
