use gambeson::cached;

#[cached(ttl = "5m")]
struct User {
    name: String,
}

fn main() {
    drop(User { name: String::new() });
}
