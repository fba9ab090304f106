use std::collections::HashMap;

use gambeson::cached;

#[derive(Clone, PartialEq, Eq, Hash)]
struct Id(u64);

#[cached(ttl = "5m", key = "row:{id}", batch(ids -> id))]
async fn rows(ids: &[Id]) -> HashMap<Id, u64> {
    ids.iter().map(|id| (id.clone(), id.0)).collect()
}

fn main() {}
