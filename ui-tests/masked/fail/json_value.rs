use gambeson::Masked;

#[derive(Masked)]
struct Event {
    payload: serde_json::Value,
}

fn main() {}
