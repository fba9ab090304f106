//! Forms in surroundings that are made to disturb them.
#![deny(warnings)]
#![no_implicit_prelude]

mod core {}
mod std {}
mod serde {}
mod gambeson {}

#[allow(dead_code)]
struct Result;
#[allow(dead_code)]
struct Option;

#[derive(::gambeson::Masked)]
struct User<'a, T: ::std::clone::Clone, const N: usize>
where
    T: ::std::marker::Send,
{
    #[mask(email)]
    emails: [&'a str; N],
    __f: u32,
    __0: u8,
    value: T,
    r#type: bool,
}

#[derive(::gambeson::Masked)]
pub enum Event {
    Started,
    Said(#[mask(text)] ::std::string::String),
    Renamed {
        #[mask(secret)]
        from: ::std::string::String,
    },
}

fn main() {
    #[derive(::gambeson::Masked)]
    struct Local {
        id: Id,
    }
    #[derive(::gambeson::Masked)]
    struct Id(u8);

    use ::gambeson::Masked as _;
    let user = User { emails: ["a@b.co"], __f: 1, __0: 2, value: 3_u8, r#type: true };
    let _ = ::std::format!("{:?}{}", user, user.masked());
    let _ = ::std::format!("{:?}", [Event::Started, Event::Said(::std::string::String::new()), Event::Renamed { from: ::std::string::String::new() }]);
    let _ = ::std::format!("{:?}", Local { id: Id(1) });
}
