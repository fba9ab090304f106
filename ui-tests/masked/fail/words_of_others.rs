use gambeson::Masked;

#[derive(Masked)]
struct User {
    #[mask(redact)]
    name: String,
    #[mask(partial)]
    code: String,
    #[mask(credit_card)]
    card: String,
    #[mask(plain)]
    city: String,
}

fn main() {}
