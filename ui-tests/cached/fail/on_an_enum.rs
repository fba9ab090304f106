use gambeson::cached;

#[cached(ttl = "5m")]
enum Color {
    Red,
}

fn main() {
    drop(Color::Red);
}
