use gambeson::Masked;

struct Address;

#[derive(Masked)]
struct User {
    #[mask(show)]
    home: Address,
}

fn main() {}
