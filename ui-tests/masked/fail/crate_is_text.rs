use gambeson::Masked;

#[derive(Masked)]
#[mask(crate = "gambeson")]
struct User {
    id: u64,
}

fn main() {}
