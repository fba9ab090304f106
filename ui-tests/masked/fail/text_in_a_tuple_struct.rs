use gambeson::Masked;

#[derive(Masked)]
struct Name(String);

fn main() {}
