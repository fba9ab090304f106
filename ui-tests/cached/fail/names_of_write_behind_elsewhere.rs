use gambeson::write_behind::Change;

#[derive(Clone, serde::Serialize, serde::Deserialize)]
struct User {
    id: u64,
}

#[gambeson::cached(
    ttl = "10m",
    strategy = write_behind,
    flush_interval = "5ms",
    max_retries = 3,
    key = "user:{user.id}",
    handle = Users
)]
async fn save(batch: Vec<Change<User>>) -> Result<(), String> {
    drop(batch);
    Ok(())
}

#[gambeson::cached(
    ttl = "10m",
    strategy = write_behind(store = disk, on_full = block, writeBehindBatchSize = 500, coalescing = true),
    key = "cart:{cart.id}",
    handle = Carts
)]
async fn save_cart(batch: Vec<Change<User>>) -> Result<(), String> {
    drop(batch);
    Ok(())
}

#[gambeson::cached(ttl = "10m", strategy = write_behind(key = "org:{org.id}", handle = Orgs))]
async fn save_org(batch: Vec<Change<User>>) -> Result<(), String> {
    drop(batch);
    Ok(())
}

fn main() {}
