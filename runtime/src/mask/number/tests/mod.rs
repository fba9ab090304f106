mod again;
pub(crate) mod driver;
mod shapes;
mod short;
mod sieve;
