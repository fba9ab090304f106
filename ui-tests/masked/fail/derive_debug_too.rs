use gambeson::Masked;

#[derive(Masked, Debug)]
struct User {
    id: u64,
}

fn main() {}
