use gambeson::{CacheCtx, invalidate};

#[invalidate(key = "user:{id}")]
async fn rename(ctx: CacheCtx, id: u64) {
    ctx.dont_store();
    drop(id);
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    rename(1).await;
}
