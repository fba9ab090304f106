use gambeson::cached;

#[cached(ttl = "5m", key = "name:{id}", value = name)]
async fn rename(id: u64, name: String) -> String {
    let _ = id;
    name
}

fn main() {}
