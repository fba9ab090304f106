use gambeson::{CacheCtx, cached};

#[cached(ttl = "1h", key = "rate:{currency}")]
async fn rate(ctx: CacheCtx, currency: &str) -> f64 {
    ctx.ttl("5m");
    1.08
}

#[cached(ttl = "1h", key = "price:{id}")]
async fn price(ctx: CacheCtx, id: u64) -> u64 {
    ctx.ttl(300);
    199
}

fn main() {}
