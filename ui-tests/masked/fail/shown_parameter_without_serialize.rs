use gambeson::Masked;

#[derive(Debug)]
struct Opaque;

#[derive(Masked)]
struct Page<T> {
    #[mask(show)]
    item: T,
}

fn main() {
    let _ = Page { item: Opaque }.masked();
}
