use gambeson::Masked;

#[derive(Masked)]
enum Event {
    Started,
    Renamed { from: String },
    Said(String),
}

fn main() {}
