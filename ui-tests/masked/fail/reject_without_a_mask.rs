use gambeson::Masked;

#[derive(Masked)]
struct User {
    #[mask(show, reject_masked)]
    name: String,
}

#[derive(Masked)]
#[mask(reject_masked)]
struct Id(u64);

fn main() {}
