use gambeson::CacheKey;

#[derive(CacheKey)]
struct Session {
    user: u64,
    #[key]
    token: String,
}

fn main() {}
