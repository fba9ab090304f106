use gambeson::Masked;

#[derive(Masked)]
#[mask(crate = gambsn)]
struct User {
    age: u8,
}

fn main() {}
