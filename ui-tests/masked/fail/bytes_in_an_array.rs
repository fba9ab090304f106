use gambeson::Masked;

#[derive(Masked)]
struct Key {
    bytes: [u8; 32],
}

fn main() {}
