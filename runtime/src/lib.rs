//! Attributes for async functions.

extern crate self as gambeson;

pub mod cache;
mod clock;
#[cfg(feature = "metrics")]
pub mod metrics;
#[doc(hidden)]
pub mod private;
mod sync;
pub mod test;
pub mod ttl;

pub use cache::{CacheError, CacheKey, CacheManager};
