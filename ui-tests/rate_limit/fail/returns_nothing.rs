use gambeson::rate_limit;

#[rate_limit("100/s")]
async fn charge(cents: u64) {
    drop(cents);
}

fn main() {
    drop(charge(1));
}
