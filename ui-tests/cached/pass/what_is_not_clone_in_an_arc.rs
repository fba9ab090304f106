use std::sync::Arc;

use gambeson::cached;

#[derive(serde::Serialize, serde::Deserialize)]
struct User {
    name: String,
}

#[cached(ttl = "5m")]
async fn user(id: u64) -> Option<Arc<User>> {
    Some(Arc::new(User { name: id.to_string() }))
}

struct Table {
    rows: Vec<u64>,
}

#[cached(ttl = "5m", tier = memory)]
async fn table(rows: u64) -> Arc<Table> {
    Arc::new(Table { rows: (0..rows).collect() })
}

#[cached(ttl = "5m")]
fn name(id: u64) -> &'static str {
    if id == 0 { "nobody" } else { "somebody" }
}

fn main() {
    drop(user(1));
    drop(table(1));
    assert_eq!(name(0), "nobody");
}
