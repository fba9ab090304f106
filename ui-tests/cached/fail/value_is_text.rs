use gambeson::cached;

#[cached(ttl = "5m", strategy = write_through, key = "name:{id}", value = "name")]
async fn rename(id: u64, name: &str) {
    let _ = (id, name);
}

fn main() {}
