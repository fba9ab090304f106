use gambeson::{CacheCtx, cached};

#[cached(ttl = "1h", key = "user:{id}")]
async fn user(ctx: CacheCtx, id: u64) -> String {
    let org = id / 100;
    ctx.tag(org);
    format!("user {id}")
}

fn main() {}
