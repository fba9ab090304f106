use gambeson::Masked;

#[derive(Masked)]
struct User {
    #[mask(keep_first = 2, keep_last = 2)]
    code: String,
}

fn main() {}
