use gambeson::Masked;

#[derive(Masked)]
struct Card {
    id: u64,
}

#[derive(Masked)]
#[serde(tag = "kind")]
enum Payment {
    Password(Card),
    Other(#[mask(secret)] Card),
}

fn main() {}
