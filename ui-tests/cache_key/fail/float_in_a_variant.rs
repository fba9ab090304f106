use gambeson::CacheKey;

#[derive(CacheKey)]
enum Shape {
    Point,
    Circle(f32),
}

fn main() {}
