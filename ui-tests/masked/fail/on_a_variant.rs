use gambeson::Masked;

#[derive(Masked)]
enum Event {
    #[mask(secret)]
    Said(u32),
}

fn main() {}
