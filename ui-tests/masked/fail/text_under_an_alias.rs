use gambeson::Masked;

type Name = std::sync::Arc<str>;

#[derive(Masked)]
struct User {
    name: Name,
}

fn main() {}
