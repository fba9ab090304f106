use gambeson::cached;

#[cached(ttl = "5m", strategy = write_through, key = "name:{id}", value = nam)]
async fn rename(id: u64, name: String) {
    let _ = (id, name);
}

fn main() {}
