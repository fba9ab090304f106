use gambeson::Masked;
use std::fmt::Formatter;

fn initial(name: &str, _f: &mut Formatter<'_>) -> String {
    name.chars().take(1).collect()
}

#[derive(Masked)]
struct User {
    #[mask(with = initial)]
    name: String,
}

fn main() {}
