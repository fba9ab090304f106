use gambeson::Masked;
use std::sync::{Arc, Mutex};

#[derive(Masked)]
struct Shared {
    count: Arc<Mutex<u32>>,
}

fn main() {}
