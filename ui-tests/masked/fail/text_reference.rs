use gambeson::Masked;

#[derive(Masked)]
struct User<'a> {
    name: &'a str,
}

fn main() {}
