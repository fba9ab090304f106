use gambeson::CacheKey;

#[derive(CacheKey)]
struct Session {
    user: u64,
    #[key(hsah)]
    token: String,
}

fn main() {}
