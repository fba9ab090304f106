use gambeson::Masked;

#[derive(Masked)]
struct User {
    #[mask("email")]
    email: String,
    #[mask = "phone"]
    phone: String,
}

fn main() {}
