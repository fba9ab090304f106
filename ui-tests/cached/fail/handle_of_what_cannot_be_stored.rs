use gambeson::cached;

#[derive(Clone)]
struct User {
    name: String,
}

#[cached(ttl = "5m", handle = UserCache)]
async fn user(id: u64) -> User {
    User { name: id.to_string() }
}

fn main() {
    drop(user(1));
    drop(UserCache::invalidate(1));
}
