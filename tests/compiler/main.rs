//! What the compiler says of code with the attributes on, in crates of their own.

mod as_without;
mod editions;
mod features;
mod scratch;
