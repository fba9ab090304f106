//! Forms of functions that `#[log_execution_time]` and `#[log_exceptions]` stand on. Each is compiled
//! with every warning denied, and run: it does what it did, and tells of itself once.
#![deny(warnings, clippy::all, clippy::pedantic, clippy::nursery)]
#![allow(
    clippy::redundant_pub_crate,
    reason = "rustc's `unreachable_pub` asks for it"
)]

#[macro_use]
mod support;

mod borrows;
mod dropped;
mod functions;
mod futures;
mod generics;
mod impls;
mod lints;
mod methods;
mod names;
mod never;
mod send;
mod size;
mod spans;
mod streams;
mod stuck;
mod surroundings;
