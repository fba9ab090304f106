use gambeson::Masked;

#[derive(Masked)]
struct User {
    #[mask(fixed = 8)]
    a: String,
    #[mask(fixed = "")]
    b: String,
}

fn main() {}
