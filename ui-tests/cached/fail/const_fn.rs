use gambeson::cached;

#[cached(ttl = "5m")]
const fn square(n: u64) -> u64 {
    n * n
}

fn main() {
    square(2);
}
