use std::rc::Rc;

use gambeson::cached;

#[cached(ttl = "5m", tier = memory)]
async fn user(id: u64) -> Rc<String> {
    Rc::new(id.to_string())
}

fn main() {
    drop(user(1));
}
