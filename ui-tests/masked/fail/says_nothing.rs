use gambeson::Masked;

#[derive(Masked)]
struct User {
    #[mask()]
    name: String,
}

fn main() {}
