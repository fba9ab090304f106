use std::collections::HashMap;

use gambeson::cached;

#[cached(ttl = "5m", key = "search:{filters}")]
async fn search(filters: HashMap<String, String>) -> usize {
    filters.len()
}

fn main() {
    drop(search(HashMap::new()));
}
