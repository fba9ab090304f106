mod again;
pub(crate) mod driver;
mod near;
mod shapes;
mod short;
mod sieve;
