use std::cell::Cell;
use std::sync::Arc;

use gambeson::cached;

#[cached(ttl = "5m", tier = memory)]
async fn counter(id: u64) -> Arc<Cell<u64>> {
    Arc::new(Cell::new(id))
}

fn main() {
    drop(counter(1));
}
