use gambeson::circuit_breaker;

struct MyErr;

#[circuit_breaker]
async fn charge(cents: u64) -> Result<u64, MyErr> {
    if cents == 0 { Err(MyErr) } else { Ok(cents) }
}

#[circuit_breaker(fallback = 0)]
async fn needs_none(cents: u64) -> Result<u64, MyErr> {
    if cents == 0 { Err(MyErr) } else { Ok(cents) }
}

fn main() {}
