use gambeson::CacheKey;

#[derive(CacheKey)]
#[key(crate = "gambeson")]
struct Session {
    user: u64,
}

fn main() {}
