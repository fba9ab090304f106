pub(crate) mod driver;
mod scratch;
mod scratch2;
