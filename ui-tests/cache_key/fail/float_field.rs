use gambeson::CacheKey;

#[derive(CacheKey)]
struct Point {
    lat: f64,
    lon: f64,
}

fn main() {}
