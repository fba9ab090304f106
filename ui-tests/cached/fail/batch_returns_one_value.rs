use gambeson::cached;

#[cached(ttl = "5m", key = "row:{id}", batch(ids -> id))]
async fn rows(ids: &[u64]) -> Result<String, std::fmt::Error> {
    Ok(format!("{ids:?}"))
}

fn main() {}
