use gambeson::Masked;

#[derive(Masked)]
struct User {
    id: u64,
    name: String,
}

fn main() {
    let user = User { id: 1, name: String::new() };
    println!("{user:?} {}", user.masked());
}
