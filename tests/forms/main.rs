//! Forms of functions that `#[cached]` stands on. Each is compiled with every warning denied, and
//! run: the second call is a hit, and other arguments are another entry.
#![deny(warnings, clippy::all, clippy::pedantic)]

#[macro_use]
mod support;

mod functions;
mod futures;
mod generics;
mod keys;
mod lints;
mod methods;
mod patterns;
mod send;
mod size;
mod surroundings;
mod sync;
mod values;

/// Something that cannot be part of a key.
#[derive(Debug)]
struct Db;
