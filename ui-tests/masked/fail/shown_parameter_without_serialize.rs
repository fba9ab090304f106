use gambeson::Masked;

#[derive(Debug)]
struct Opaque;

#[derive(Masked)]
struct Page<T> {
    #[mask(show)]
    item: T,
}

fn show(value: &impl Masked) -> String {
    value.masked().to_string()
}

fn main() {
    show(&Page { item: Opaque });
}
