use gambeson::CacheKey;

#[derive(CacheKey)]
struct Page<T> {
    of: T,
    number: u32,
}

fn key<K: CacheKey>(_: K) {}

fn main() {
    key(Page { of: 1.5, number: 2 });
}
