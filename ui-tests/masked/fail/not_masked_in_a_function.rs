use gambeson::Masked;

struct User;

fn show(value: &impl Masked) -> String {
    value.masked().to_string()
}

fn main() {
    show(&User);
    show(&"text");
}
