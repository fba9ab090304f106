use gambeson::Masked;
use std::borrow::Cow;

#[derive(Masked)]
struct User<'a> {
    name: Cow<'a, str>,
}

fn main() {}
