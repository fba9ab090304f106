//! The cache: keys, two tiers, and the manager.

mod error;
pub(crate) mod key;

pub use error::CacheError;
pub use key::{CacheKey, IntoKeyBuf, Key, KeyBuf, Pattern};
