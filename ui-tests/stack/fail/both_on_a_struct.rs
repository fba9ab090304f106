use gambeson::{cached, invalidate};

#[invalidate(key = "users")]
#[cached(ttl = "5m")]
struct User {
    id: u64,
}

fn main() {
    drop(User { id: 1 });
}
