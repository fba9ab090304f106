use gambeson::{CacheCtx, cached};

#[cached(ttl = "5m", key = "user:{id}")]
async fn user(ctx: CacheCtx, id: u64, again: CacheCtx) -> String {
    ctx.dont_store();
    again.dont_store();
    format!("user {id}")
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    user(1).await;
}
