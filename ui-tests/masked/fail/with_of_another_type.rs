use gambeson::Masked;

fn initial(name: &str) -> String {
    name.chars().take(1).collect()
}

#[derive(Masked)]
struct User {
    #[mask(with = initial)]
    name: String,
}

fn main() {}
