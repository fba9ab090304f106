use gambeson::{
    Rejected, bulkhead, cached, circuit_breaker, fallback, hedge, invalidate, rate_limit, retry,
    timeout,
};

#[derive(Debug, PartialEq)]
enum Fault {
    Missing,
    Rejected(Rejected),
}

impl From<Rejected> for Fault {
    fn from(rejected: Rejected) -> Self {
        Self::Rejected(rejected)
    }
}

type Answer = Result<u64, Fault>;

#[fallback(0)]
#[cached(ttl = "5m", key = "all:{id}", tier = memory)]
#[timeout("2s")]
#[retry(3)]
#[circuit_breaker]
#[rate_limit("100/s")]
#[bulkhead(32)]
#[timeout("500ms")]
async fn all(id: u64) -> Answer {
    Ok(id)
}

#[rate_limit("100/s")]
#[cached(ttl = "5m", key = "limited:{id}", tier = memory)]
async fn limited_above_the_cache(id: u64) -> Answer {
    Ok(id)
}

#[timeout("2s")]
#[retry(3)]
#[timeout("500ms")]
async fn timed_twice(id: u64) -> Answer {
    Ok(id)
}

#[circuit_breaker]
#[retry(3)]
#[hedge(after = "100ms")]
#[rate_limit("100/s")]
async fn hedged(id: u64) -> Answer {
    Ok(id)
}

#[retry(3)]
#[fallback(0, only(Fault::Missing))]
async fn some_are_answered(id: u64) -> Answer {
    if id == 0 { Err(Fault::Missing) } else { Ok(id) }
}

#[invalidate(key = "all:{id}")]
#[fallback(0)]
#[retry(3)]
async fn removed(id: u64) -> Answer {
    Ok(id)
}

#[bulkhead(32, allow(order))]
#[cached(ttl = "5m", key = "meant:{id}", tier = memory)]
async fn meant(id: u64) -> Answer {
    Ok(id)
}

#[retry(3)]
#[fallback(0, allow(order))]
async fn meant_too(id: u64) -> Answer {
    Ok(id)
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    assert_eq!(all(1).await, Ok(1));
    assert_eq!(limited_above_the_cache(1).await, Ok(1));
    assert_eq!(timed_twice(1).await, Ok(1));
    assert_eq!(hedged(1).await, Ok(1));
    assert_eq!(some_are_answered(0).await, Ok(0));
    assert_eq!(removed(1).await, Ok(1));
    assert_eq!(meant(1).await, Ok(1));
    assert_eq!(meant_too(1).await, Ok(1));
}
