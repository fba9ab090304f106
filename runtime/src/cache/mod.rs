//! The cache: keys, two tiers, and the manager.

mod error;

pub use error::CacheError;
