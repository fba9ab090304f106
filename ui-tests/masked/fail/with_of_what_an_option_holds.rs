use gambeson::Masked;
use std::fmt;

fn initial(name: &str, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    f.write_str(name.get(..1).unwrap_or_default())
}

#[derive(Masked)]
struct User {
    #[mask(with = initial)]
    name: Option<String>,
}

fn main() {}
