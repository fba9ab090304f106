use gambeson::Masked;

#[derive(Masked, serde::Serialize)]
#[mask(serialize)]
struct User {
    id: u64,
}

fn main() {}
