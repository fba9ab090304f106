use std::sync::Arc;

use gambeson::cached;

struct User {
    name: String,
}

#[cached(ttl = "5m")]
async fn user(id: u64) -> Option<Arc<User>> {
    Some(Arc::new(User { name: id.to_string() }))
}

fn main() {
    drop(user(1));
}
