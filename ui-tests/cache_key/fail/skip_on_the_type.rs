use gambeson::CacheKey;

#[derive(CacheKey)]
#[key(skip)]
struct Session {
    user: u64,
}

fn main() {}
