//! Forms that make an expansion that is not careful warn, or not compile.
#![deny(warnings, unused)]
#![allow(dead_code)]

use gambeson::Masked;
use std::borrow::Cow;

macro_rules! email {
    () => { Option<String> };
}

macro_rules! secret {
    ($name:ident { $field:ident }) => {
        #[derive(Masked)]
        struct $name { $field: String }
    };
}

secret!(Login { password });

#[derive(Masked)]
struct Unsized {
    x: u8,
    #[mask(secret)]
    tail: str,
}

#[derive(Masked)]
struct Held<T: ?Sized> {
    #[mask(secret)]
    call: for<'a> fn(&'a str) -> &'a str,
    #[mask(email)]
    made: email!(),
    #[mask(secret)]
    boxed: Box<T>,
}

#[derive(Masked)]
struct Names<F, W, S, D> {
    f: F,
    w: W,
    s: S,
    d: D,
    __serializer: u8,
    __value: u8,
    __at: u8,
    __line: u8,
    __shape: u8,
}

#[derive(Masked)]
struct First<I: Iterator>
where
    Self: Sized,
{
    item: I::Item,
    rest: Vec<<I as Iterator>::Item>,
    #[mask(show)]
    shown: Option<I::Item>,
}

#[derive(Masked)]
#[repr(u8)]
#[non_exhaustive]
enum Numbered {
    A = 1,
    B { password: String } = 7,
    C(#[mask(email)] String) = 9,
}

#[derive(Masked)]
#[deprecated]
struct Old {
    #[deprecated]
    a: u8,
    #[deprecated]
    #[mask(secret)]
    b: Cow<'static, str>,
}

#[derive(Masked)]
enum There {
    Back(Box<Back>),
    No,
}

#[derive(Masked)]
struct Back {
    all: Vec<There>,
    last: Result<Box<There>, Box<Back>>,
}

#[derive(Masked)]
#[mask(serialize, reject_masked)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Both<'a, T> {
    #[mask(email)]
    e_mail: String,
    #[serde(borrow)]
    #[mask(show)]
    name: Cow<'a, str>,
    items: Vec<T>,
}

fn log<T: Masked>(value: &T) -> String {
    format!("{:?} {}", value.masked(), value.masked())
}

fn main() {
    let login = Login { password: "hunter2".to_owned() };
    assert_eq!(log(&login), "Login { password: \"********\" } password=********");
}
