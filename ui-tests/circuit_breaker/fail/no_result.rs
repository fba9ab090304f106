use gambeson::circuit_breaker;

#[circuit_breaker]
async fn ping(n: u64) -> u64 {
    n
}

fn main() {}
