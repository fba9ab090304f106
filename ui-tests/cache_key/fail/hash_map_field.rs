use std::collections::HashMap;

use gambeson::CacheKey;

#[derive(CacheKey)]
struct Filter {
    text: String,
    words: HashMap<String, u32>,
}

fn main() {}
