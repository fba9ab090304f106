use gambeson::timeout;

#[timeout("2s")]
async fn charge(cents: u64) {
    drop(cents);
}

fn main() {
    drop(charge(1));
}
