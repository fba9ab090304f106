use gambeson::Masked;

#[derive(Masked)]
struct User {
    nick: Option<String>,
}

fn main() {}
