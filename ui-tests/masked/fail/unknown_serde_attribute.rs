use gambeson::Masked;

#[derive(Masked)]
struct User {
    #[serde(renam = "ID")]
    id: u64,
}

fn main() {}
