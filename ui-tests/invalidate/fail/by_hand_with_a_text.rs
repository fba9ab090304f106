use gambeson::{CacheError, CacheManager};

async fn by_hand(cache: &CacheManager) -> Result<(), CacheError> {
    cache.invalidate_tags("org:7").await?;
    Ok(())
}

fn main() {}
