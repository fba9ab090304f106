//! Attributes for async functions.

extern crate self as gambeson;

pub mod cache;
#[doc(hidden)]
pub mod private;
mod sync;

pub use cache::CacheError;
