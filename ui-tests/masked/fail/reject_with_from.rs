use gambeson::Masked;

#[derive(Masked)]
#[mask(reject_masked)]
#[serde(from = "String")]
struct User {
    #[mask(email)]
    email: String,
}

fn main() {}
