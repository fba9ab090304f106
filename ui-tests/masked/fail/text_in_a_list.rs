use gambeson::Masked;

#[derive(Masked)]
struct User {
    nicks: Vec<Box<str>>,
}

fn main() {}
