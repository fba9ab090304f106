use gambeson::Masked;
use std::collections::BTreeMap;

#[derive(Masked)]
struct User {
    #[mask(keys(emial))]
    a: BTreeMap<String, u32>,
    #[mask(keys = email)]
    b: BTreeMap<String, u32>,
    #[mask(keys(email, phone))]
    c: BTreeMap<String, u32>,
    #[mask(secret, keys(email))]
    d: BTreeMap<String, u32>,
}

fn main() {}
