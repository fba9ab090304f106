use gambeson::Masked;

#[derive(Masked)]
#[mask(secret)]
struct User {
    name: String,
}

#[derive(Masked)]
#[mask(email)]
struct Email(String);

fn main() {}
