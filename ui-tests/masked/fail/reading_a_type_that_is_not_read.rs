use gambeson::Masked;

struct Address;

#[derive(Masked)]
#[mask(reject_masked)]
struct User {
    #[mask(email)]
    email: String,
    #[mask(secret)]
    home: Address,
}

fn main() {}
