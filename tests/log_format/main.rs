//! Lines of a log: they parse, they hold what went in, and they show no secret.

mod dynamic;
#[path = "../masking/properties/given.rs"]
mod given;
mod ids;
mod lines;
mod masked;
mod pretty;
mod properties;
mod spans;
