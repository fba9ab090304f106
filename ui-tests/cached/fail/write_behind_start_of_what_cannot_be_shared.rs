use std::rc::Rc;

use gambeson::write_behind::Change;

struct Pool;

#[gambeson::cached(ttl = "10m", strategy = write_behind, key = "page:{page}", handle = Pages)]
async fn save(pool: Pool, batch: Vec<Change<u64>>) -> Result<(), String> {
    drop((pool, batch));
    Ok(())
}

struct Local(Rc<u64>);

#[gambeson::cached(ttl = "10m", strategy = write_behind, key = "cart:{cart}", handle = Carts)]
async fn save_cart(local: &Local, batch: Vec<Change<u64>>) -> Result<(), String> {
    drop((*local.0, batch));
    Ok(())
}

fn main() {}
