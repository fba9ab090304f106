use gambeson::Masked;

#[derive(Masked)]
struct User {
    #[mask(kind = email)]
    email: String,
    #[mask(rename = "e-mail")]
    other: String,
}

fn main() {}
