use gambeson::Masked;

#[derive(Masked)]
struct User {
    #[mask(with = |name, f| f.write_str("*"))]
    name: String,
}

fn main() {}
