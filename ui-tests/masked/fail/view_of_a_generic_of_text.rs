use gambeson::Masked;

#[derive(Masked)]
struct Page<T> {
    items: Vec<T>,
}

fn show(value: &impl Masked) -> String {
    value.masked().to_string()
}

fn main() {
    show(&Page { items: vec![String::new()] });
}
