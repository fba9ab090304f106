use gambeson::Masked;

#[derive(Masked)]
struct User {
    name: (u32, String),
}

fn main() {}
