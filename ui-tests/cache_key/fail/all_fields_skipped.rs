use gambeson::CacheKey;

#[derive(CacheKey)]
struct Trace {
    #[key(skip)]
    id: u64,
}

fn main() {}
