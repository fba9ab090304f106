use std::time::Duration;

use gambeson::cached;

#[cached(ttl = "5m", cache_if = |name: &String| !name.is_empty())]
async fn one(id: u64) -> Vec<u64> {
    vec![id]
}

#[cached(ttl = |ids: &Vec<u64>| Duration::from_secs(ids[0]), cache_if = |name: &String| !name.is_empty())]
async fn two(id: u64) -> Vec<u64> {
    vec![id]
}

fn main() {}
