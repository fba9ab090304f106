use gambeson::Masked;

#[derive(Masked)]
struct User {
    #[mask(with = "initial")]
    name: String,
}

fn main() {}
