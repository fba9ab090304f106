use std::time::Duration;

use gambeson::{CacheManager, cached};

const LONG: Duration = Duration::from_secs(3600);

struct Users {
    tenant: u32,
    cache: CacheManager,
}

impl Users {
    #[cached(
        ttl = LONG,
        key = "user:{self.tenant}:{id}",
        strategy = cache_aside,
        tier = both,
        memory_ttl = "30s",
        negative_ttl = "10s",
        error_ttl = "2s",
        cache_if = |name| !name.is_empty(),
        version = 2,
        wait = "5s",
        cache = self.cache,
        allow(order),
        crate = ::gambeson,
    )]
    async fn user(&self, id: u64) -> Result<Option<String>, String> {
        Ok(Some(format!("{}:{id}", self.tenant)))
    }
}

struct Db;

#[cached(ttl = |names: &Vec<String>| Duration::from_secs(names.len() as u64), key_prefix = "names", skip(db))]
async fn names(db: &Db, ids: &[u64]) -> Vec<String> {
    let _ = db;
    ids.iter().map(u64::to_string).collect()
}

#[cached(ttl = never, handle = SquareCache)]
fn square(n: u64) -> u64 {
    n * n
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let cache = CacheManager::builder().build().await.unwrap();
    let users = Users { tenant: 1, cache };
    assert_eq!(users.user(7).await, Ok(Some("1:7".to_owned())));
    drop(names(&Db, &[1, 2]));
    assert_eq!(square(3), 9);
    assert_eq!(SquareCache::peek(3), Some(9));
}
