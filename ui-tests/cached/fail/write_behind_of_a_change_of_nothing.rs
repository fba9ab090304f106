use gambeson::write_behind::Change;

#[gambeson::cached(ttl = "10m", strategy = write_behind, key = "user:{user.id}", handle = Users)]
async fn save(change: Change) -> Result<(), String> {
    let _ = change;
    Ok(())
}

fn main() {}
