use gambeson::Masked;

struct Address {
    city: &'static str,
}

#[derive(Masked)]
struct User {
    id: u64,
    home: Address,
    others: Vec<Address>,
}

fn main() {
    println!("{}", Address { city: "" }.city);
}
