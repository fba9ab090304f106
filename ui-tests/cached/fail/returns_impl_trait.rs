use std::fmt::Display;

use gambeson::cached;

#[cached(ttl = "5m")]
async fn name(id: u64) -> impl Display {
    id.to_string()
}

fn main() {
    drop(name(1));
}
