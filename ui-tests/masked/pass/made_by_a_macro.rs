//! Types that a `macro_rules` makes, and a crate under another name.
#![deny(warnings)]

extern crate gambeson as gb;

macro_rules! user {
    ($name:ident, $field:ident: $ty:ty, $keep:literal) => {
        #[derive(gb::Masked)]
        #[mask(crate = gb)]
        pub struct $name<'a> {
            #[mask(keep_last = $keep)]
            pub $field: $ty,
            pub password: &'a str,
        }
    };
}

user!(User, name: String, 4);

fn main() {
    use gb::Masked as _;
    let user = User { name: "abcdefghijkl".to_owned(), password: "hunter2" };
    assert_eq!(user.masked().to_string(), "name=****ijkl password=********");
}
