use gambeson::CacheKey;

#[derive(CacheKey)]
struct Session {
    user: u64,
    #[key(skip, hash)]
    token: String,
}

fn main() {}
