use gambeson::Masked;

#[derive(Masked)]
struct User {
    #[mask(email)]
    age: u32,
}

#[derive(Masked)]
struct Login {
    #[mask(email)]
    attempt: u32,
    #[mask(keep_last = 4)]
    account: Option<u64>,
}

fn main() {}
