use gambeson::cached;

#[cached(
    ttl = "5m",
    strategy = write_through,
    key = "name:{id}",
    value = name,
    skip(name),
    error_ttl = "2s",
    wait = "5s",
    handle = Names,
)]
async fn rename(id: u64, name: &str) -> Result<(), String> {
    let _ = (id, name);
    Ok(())
}

#[cached(ttl = "5m", strategy = write_through, key_prefix = "name", value = name)]
async fn prefixed(id: u64, name: &str) {
    let _ = (id, name);
}

fn main() {}
