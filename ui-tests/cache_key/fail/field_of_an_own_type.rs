use gambeson::CacheKey;

struct Sort {
    by: String,
}

#[derive(CacheKey)]
struct Filter {
    text: String,
    sort: Sort,
}

fn main() {}
