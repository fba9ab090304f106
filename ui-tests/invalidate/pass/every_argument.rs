use gambeson::{CacheManager, invalidate, key};

struct Users {
    tenant: u32,
    cache: CacheManager,
}

impl Users {
    #[invalidate(
        key = "user:{self.tenant}:{id}",
        keys = ["users:{self.tenant}", key!("count:{id}")],
        always,
        version = 2,
        cache = &self.cache,
        allow(order),
        crate = ::gambeson,
    )]
    async fn delete(&self, id: u64) -> Result<(), String> {
        let _ = id;
        Ok(())
    }
}

#[invalidate(key = "count")]
#[invalidate(key = "user:{id}")]
fn forget(id: u64) -> Option<u64> {
    Some(id)
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let cache = CacheManager::builder().build().await.unwrap();
    assert_eq!(Users { tenant: 1, cache }.delete(1).await, Ok(()));
    assert_eq!(forget(1), Some(1));
}
