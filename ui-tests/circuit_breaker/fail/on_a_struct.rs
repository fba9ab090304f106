use gambeson::circuit_breaker;

#[circuit_breaker]
struct Payments;

fn main() {}
