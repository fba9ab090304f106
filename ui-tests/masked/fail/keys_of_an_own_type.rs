use gambeson::Masked;
use std::collections::BTreeMap;

#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Id(u8);

#[derive(Masked)]
struct Users {
    ages: BTreeMap<Id, u8>,
}

fn main() {}
