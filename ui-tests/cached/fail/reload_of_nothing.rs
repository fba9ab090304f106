//! Arguments about reloads, where there are none.

#[gambeson::cached(ttl = "5m", reload = caller)]
async fn nobody(id: u64) -> u64 {
    id
}

#[gambeson::cached(ttl = "5m", retry_after = "5s")]
async fn nothing(id: u64) -> u64 {
    id
}

#[gambeson::cached(ttl = "5m", strategy = refresh_ahead, reload = "caller")]
async fn quoted(id: u64) -> u64 {
    id
}

fn main() {}
