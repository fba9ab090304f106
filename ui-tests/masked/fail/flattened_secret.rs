use gambeson::Masked;
use std::collections::BTreeMap;

#[derive(Masked)]
struct User {
    id: u64,
    #[serde(flatten)]
    #[mask(secret)]
    rest: BTreeMap<String, String>,
}

fn main() {}
