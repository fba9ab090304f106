use gambeson::CacheKey;

#[derive(CacheKey)]
struct Session {
    user: u64,
    #[key(ignore)]
    token: String,
    #[key(with = "path")]
    path: String,
}

fn main() {}
