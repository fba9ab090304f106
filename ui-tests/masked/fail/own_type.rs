use gambeson::Masked;

struct Address {
    city: u32,
}

#[derive(Masked)]
struct User {
    id: u64,
    home: Address,
    others: Vec<Address>,
}

fn main() {
    println!("{}", Address { city: 1 }.city);
}
