use gambeson::{CacheCtx, cached};

#[cached(ttl = "5m", key = "user:{id}", skip(ctx))]
async fn user(ctx: CacheCtx, id: u64) -> String {
    ctx.dont_store();
    format!("user {id}")
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    user(1).await;
}
