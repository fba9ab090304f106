use gambeson::Masked;
use std::collections::BTreeMap;

#[derive(Masked)]
struct User {
    #[mask(phone, keys(email))]
    by_id: BTreeMap<u32, String>,
}

fn main() {}
