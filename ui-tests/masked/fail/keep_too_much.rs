use gambeson::Masked;

#[derive(Masked)]
struct User {
    #[mask(keep_last = 0)]
    a: String,
    #[mask(keep_first = 100)]
    b: String,
    #[mask(keep_first = "2")]
    c: String,
    #[mask(keep_first)]
    d: String,
}

fn main() {}
