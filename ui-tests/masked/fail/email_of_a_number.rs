use gambeson::Masked;

#[derive(Masked)]
struct User {
    #[mask(email)]
    age: u32,
    #[mask(keep_last = 4)]
    digits: Vec<u8>,
}

fn main() {}
