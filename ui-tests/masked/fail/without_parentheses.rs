use gambeson::Masked;

#[derive(Masked)]
struct User {
    #[mask]
    name: String,
    #[mask = "secret"]
    other: String,
}

fn main() {}
