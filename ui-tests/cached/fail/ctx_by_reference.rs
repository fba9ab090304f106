use gambeson::{CacheCtx, cached};

#[cached(ttl = "5m", key = "user:{id}")]
async fn user(ctx: &CacheCtx, id: u64) -> String {
    ctx.dont_store();
    format!("user {id}")
}

fn main() {}
