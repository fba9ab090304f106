use gambeson::cached;

struct CacheCtx;

#[cached(ttl = "5m", key = "user:{id}")]
async fn user(ctx: CacheCtx, id: u64) -> String {
    drop(ctx);
    format!("user {id}")
}

fn main() {}
