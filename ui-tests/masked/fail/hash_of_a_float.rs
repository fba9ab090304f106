use gambeson::Masked;

#[derive(Masked)]
struct Place {
    #[mask(hash)]
    latitude: f64,
}

fn main() {}
