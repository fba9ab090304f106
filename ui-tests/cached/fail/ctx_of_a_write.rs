use gambeson::{CacheCtx, cached};

#[cached(ttl = "5m", strategy = write_through, key = "user:{id}")]
async fn rename(ctx: CacheCtx, id: u64, name: String) -> String {
    ctx.dont_store();
    drop(id);
    name
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    rename(1, "Ada".to_owned()).await;
}
