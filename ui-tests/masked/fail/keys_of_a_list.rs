use gambeson::Masked;

#[derive(Masked)]
struct User {
    #[mask(email, keys(phone))]
    emails: Vec<String>,
}

fn main() {}
