use gambeson::Masked;
use std::collections::HashMap;

#[derive(Masked)]
struct Users {
    #[mask(keys(email))]
    names: HashMap<String, String>,
}

fn main() {}
