use gambeson::Masked;

#[derive(Masked)]
enum Event {
    #[serde(serialize_with = "said")]
    Said(u32),
}

fn main() {}
