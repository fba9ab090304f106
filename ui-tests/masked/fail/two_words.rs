use gambeson::Masked;

#[derive(Masked)]
struct User {
    #[mask(email, show)]
    email: String,
    #[mask(phone)]
    #[mask(secret)]
    phone: String,
}

fn main() {}
