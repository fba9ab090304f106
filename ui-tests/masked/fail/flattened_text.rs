use gambeson::Masked;
use std::collections::HashMap;

#[derive(Masked)]
struct Request {
    id: u8,
    #[serde(flatten)]
    rest: HashMap<String, String>,
}

fn main() {}
