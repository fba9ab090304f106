use gambeson::CacheKey;

#[derive(CacheKey)]
enum Color {
    #[key(skip)]
    Red,
    Green,
}

fn main() {}
