use gambeson::Masked;
use std::collections::HashMap;

#[derive(Masked)]
struct User {
    labels: HashMap<String, String>,
}

fn main() {}
