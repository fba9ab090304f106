use gambeson::cached;

#[cached(ttl = "5m", stale_if_error = true, stale_while_revalidate = false)]
async fn user(id: u64) -> Result<u64, String> {
    Ok(id)
}

fn main() {
    drop(user(1));
}
