//! A clone of what borrows, borrows.

use std::borrow::Cow;

#[gambeson::cached(ttl = "5m", strategy = refresh_ahead, key = "user:{name}")]
async fn user(name: Cow<'_, str>) -> String {
    name.to_string()
}

#[gambeson::cached(ttl = "5m", stale_while_revalidate = "1m", key = "users", skip(names))]
async fn users(names: &[&str]) -> usize {
    names.len()
}

fn main() {}
