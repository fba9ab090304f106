use gambeson::Masked;

#[derive(Masked)]
#[serde(transparent)]
struct Two {
    a: u8,
    b: u8,
}

#[derive(Masked)]
#[serde(rename_all = "camel_case")]
struct Renamed<T> {
    first_name: T,
}

#[derive(Masked)]
#[mask(reject_masked)]
#[serde(tag = "type")]
enum Tagged {
    Pair(u8, #[mask(email)] String),
}

fn main() {}
