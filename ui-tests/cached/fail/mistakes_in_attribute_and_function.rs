use gambeson::cached;

#[cached(ttl = 300, key = "user:{}", tier = redis)]
fn user(id: u64) -> &'static str {
    if id == 0 { "nobody" } else { "somebody" }
}

fn main() {
    user(1);
}
