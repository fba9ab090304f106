use gambeson::Masked;

#[derive(Masked)]
struct Upload<'a> {
    body: Vec<u8>,
    digest: [u8; 32],
    slice: &'a [u8],
    maybe: Option<Box<[u8]>>,
}

fn main() {}
