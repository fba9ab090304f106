use gambeson::{CacheError, CacheManager};

async fn by_hand(cache: &CacheManager, id: u64) -> Result<(), CacheError> {
    cache.set("answer", 42_u32, "5m").await?;
    cache.get::<u32>(id).await;
    Ok(())
}

fn main() {}
