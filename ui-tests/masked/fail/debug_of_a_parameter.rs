use gambeson::Masked;

#[derive(Masked)]
struct Page<T> {
    first: T,
}

fn log<T>(page: &Page<T>) {
    println!("{page:?}");
}

fn main() {}
