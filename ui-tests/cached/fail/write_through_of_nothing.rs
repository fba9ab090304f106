use gambeson::cached;

#[cached(ttl = "5m", strategy = write_through, key = "name:{id}")]
async fn rename(name: &str, id: u64) {
    let _ = (id, name);
}

#[cached(ttl = "5m", strategy = write_through, key = "name:{id}")]
async fn try_rename(name: &str, id: u64) -> Result<(), String> {
    let _ = (id, name);
    Ok(())
}

fn main() {}
