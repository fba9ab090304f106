use gambeson::cached;

#[cached(ttl = "5m", strategy = write_through(user), key = "name:{id}", value = name)]
async fn rename(id: u64, name: &str) {
    let _ = (id, name);
}

fn main() {}
