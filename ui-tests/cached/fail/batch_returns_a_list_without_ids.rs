use gambeson::cached;

#[cached(ttl = "5m", key = "row:{id}", batch(ids -> id))]
async fn rows(ids: &[u64]) -> Vec<String> {
    ids.iter().map(u64::to_string).collect()
}

fn main() {}
