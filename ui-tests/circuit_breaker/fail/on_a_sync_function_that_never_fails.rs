use gambeson::circuit_breaker;

#[circuit_breaker]
fn ping(n: u64) -> Option<u64> {
    Some(n)
}

fn main() {
    ping(1);
}
