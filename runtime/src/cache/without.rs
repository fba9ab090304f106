//! What the builder has with a feature, where the feature is off: the compiler says which one it is.
//!
//! Without these methods it would say that there is none of this name.

use super::CacheManagerBuilder;

/// Nothing is.
#[cfg(not(feature = "redis"))]
#[diagnostic::on_unimplemented(
    message = "the second tier needs the `redis` feature of gambeson",
    label = "write `gambeson = {{ version = \"0.1\", features = [\"redis\"] }}` in Cargo.toml"
)]
pub trait FeatureRedis {}

/// Nothing is.
#[cfg(not(feature = "write-behind"))]
#[diagnostic::on_unimplemented(
    message = "write-behind needs the `write-behind` feature of gambeson",
    label = "write `gambeson = {{ version = \"0.1\", features = [\"write-behind\"] }}` in Cargo.toml"
)]
pub trait FeatureWriteBehind {}

#[cfg(not(feature = "redis"))]
#[doc(hidden)]
impl CacheManagerBuilder {
    pub fn redis(self, _url: impl FeatureRedis) -> Self {
        self
    }
}

#[cfg(all(feature = "write-behind", not(feature = "redis")))]
#[doc(hidden)]
impl CacheManagerBuilder {
    pub fn queue_redis(self, _url: impl FeatureRedis) -> Self {
        self
    }
}

#[cfg(not(feature = "write-behind"))]
#[doc(hidden)]
impl CacheManagerBuilder {
    pub fn queue_redis(self, _url: impl FeatureWriteBehind) -> Self {
        self
    }

    pub fn queue_log(self, _path: impl FeatureWriteBehind) -> Self {
        self
    }
}
