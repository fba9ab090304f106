//! A part of the cache that is read and written by one strategy.

mod config;
mod read;
mod write;

use crate::cache::CacheManager;
use crate::cache::error::CacheError;
use crate::cache::key::Key;

pub use config::{CacheConfig, Strategy};
pub use write::WriteError;

/// A part of a cache: entries whose keys begin alike, which live equally long, and which are read and
/// written by one [`Strategy`]. Made by [`CacheManager::region`].
///
/// A program that reads and writes through it can change the strategy in one place. A handle: clones
/// are the same region, and two regions of one prefix are the same entries.
///
/// ```
/// use std::time::Duration;
/// use gambeson::CacheManager;
/// use gambeson::cache::{CacheConfig, Strategy};
///
/// # #[derive(Clone)] struct Db;
/// # impl Db {
/// #     async fn name(&self, _id: u64) -> Result<Option<String>, std::io::Error> { Ok(None) }
/// #     async fn rename(&self, _id: u64, _name: &str) -> Result<(), std::io::Error> { Ok(()) }
/// # }
/// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// # let db = Db;
/// let cache = CacheManager::builder().build().await?;
/// let names = cache.region(CacheConfig {
///     ttl: Duration::from_secs(600).into(),
///     key_prefix: "name".to_owned(),
///     strategy: Strategy::WriteThrough,
///     ..CacheConfig::default()
/// })?;
///
/// names.write(1, "Ada".to_owned(), db.rename(1, "Ada")).await?;
/// let name: Option<String> = names.read(1, move || async move { db.name(1).await }).await?;
/// assert_eq!(name.as_deref(), Some("Ada"));
/// assert!(cache.exists("name:1").await);
/// # Ok(()) }
/// ```
#[derive(Debug, Clone)]
pub struct CacheRegion {
    manager: CacheManager,
    config: CacheConfig,
}

impl CacheManager {
    /// A part of this cache that reads and writes by a strategy.
    ///
    /// # Errors
    /// [`CacheError::Config`] for a setting that cannot be, and for a
    /// [`WriteBehind`](Strategy) whose writer has not been registered with this manager.
    pub fn region(&self, config: CacheConfig) -> Result<CacheRegion, CacheError> {
        config.check()?;
        #[cfg(feature = "write-behind")]
        if let Strategy::WriteBehind { writer } = &config.strategy
            && self.lines().known(writer).is_none()
        {
            return Err(config::refused(
                "CacheConfig::strategy",
                writer,
                "the name of a writer that is registered: call `register_writer` first",
            ));
        }
        Ok(CacheRegion {
            manager: self.clone(),
            config,
        })
    }
}

impl CacheRegion {
    /// What it was told.
    pub fn config(&self) -> &CacheConfig {
        &self.config
    }

    /// The name that the manager has for a key of this region.
    ///
    /// ```
    /// # use gambeson::{CacheManager, cache::CacheConfig};
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), gambeson::CacheError> {
    /// # let cache = CacheManager::builder().build().await?;
    /// let users = cache.region(CacheConfig::default().key_prefix("user"))?;
    /// assert_eq!(users.key(42).as_str(), "user:42");
    /// # Ok(()) }
    /// ```
    pub fn key(&self, key: impl std::fmt::Display) -> Key {
        let prefix = &self.config.key_prefix;
        if prefix.is_empty() {
            Key::from(key.to_string())
        } else {
            Key::from(format!("{prefix}:{key}"))
        }
    }
}
