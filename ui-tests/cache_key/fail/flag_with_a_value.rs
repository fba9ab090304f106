use gambeson::CacheKey;

#[derive(CacheKey)]
struct Session {
    user: u64,
    #[key(hash = true)]
    token: String,
}

fn main() {}
