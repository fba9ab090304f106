use gambeson::{CacheError, CacheManager};

async fn build() -> Result<CacheManager, CacheError> {
    CacheManager::builder()
        .redis("redis://localhost")
        .build()
        .await
}

fn main() {}
