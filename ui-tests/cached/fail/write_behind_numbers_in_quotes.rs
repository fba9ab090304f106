use gambeson::write_behind::Change;

#[gambeson::cached(
    ttl = "10m",
    strategy = write_behind(batch = "100", attempts = "3"),
    key = "page:{page}",
    handle = Pages
)]
async fn save(batch: Vec<Change<u64>>) -> Result<(), String> {
    drop(batch);
    Ok(())
}

fn main() {}
