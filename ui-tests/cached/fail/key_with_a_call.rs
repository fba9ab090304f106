use gambeson::cached;

#[cached(ttl = "5m", key = "user:{name.len()}")]
async fn user(name: &str) -> String {
    name.to_owned()
}

fn main() {
    drop(user("a"));
}
