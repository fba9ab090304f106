use gambeson::circuit_breaker;

#[circuit_breaker]
async fn ping() {}

#[circuit_breaker]
async fn pong(to: &str) -> () {
    let _ = to;
}

fn main() {}
