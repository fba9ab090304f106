use gambeson::cached;

#[cached(ttl = "5m")]
async fn warm_up() {}

fn main() {
    drop(warm_up());
}
