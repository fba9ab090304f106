//! A task takes along what the call owns.

use std::rc::Rc;

#[gambeson::cached(ttl = "5m", strategy = refresh_ahead, key = "user:{id}", skip(name))]
async fn user(name: Rc<str>, id: u64) -> String {
    format!("{name} {id}")
}

fn main() {}
