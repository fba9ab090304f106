use gambeson::Masked;

#[derive(Masked)]
struct User {
    home: Adress,
}

fn main() {}
