use gambeson::Masked;

#[derive(Masked)]
struct Page<T> {
    items: Vec<T>,
}

#[derive(Masked)]
struct Answer {
    page: Page<String>,
}

fn main() {}
