//! The cache: keys, two tiers, and the manager.

mod error;
pub mod key;
#[cfg(feature = "redis")]
mod redis;

pub use error::CacheError;
