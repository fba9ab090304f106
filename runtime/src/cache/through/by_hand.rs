//! Writing through by hand.

use std::future::Future;
use std::sync::Arc;

use super::{Written, begin, held};
use crate::cache::CacheManager;
use crate::cache::entry::Held;
use crate::cache::key::IntoKey;
use crate::cache::ops::Ops;
use crate::cache::plan::CacheValue;
use crate::cache::site::BY_HAND;
use crate::cache::ttl::IntoTtl;

impl CacheManager {
    /// Runs `body`, which writes `value` to your own store, and then sets it under `key` in both
    /// tiers. What `body` returns goes to the caller.
    ///
    /// An `Err` changes nothing: the entry stays as it is. After an `Ok` no load that began before it
    /// brings the old value back, in this process or in another. Two writes of one key that overlap
    /// leave no entry: nobody here knows which came last. A call that is dropped before the end, or
    /// whose body panics, removes the entry, because it is not known how far the body came.
    ///
    /// Redis holds the key from before the body until after it, for 60 s at a time: what others load
    /// meanwhile is not stored. A Redis that cannot be reached does not keep the body from running; it
    /// is told later that the old entry is gone.
    ///
    /// ```
    /// use std::time::Duration;
    /// use gambeson::CacheManager;
    ///
    /// # struct Db;
    /// # impl Db { async fn rename(&self, _id: u64, _name: &str) -> Result<(), std::io::Error> { Ok(()) } }
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let db = Db;
    /// let cache = CacheManager::builder().build().await?;
    /// let name = "Ada".to_owned();
    /// let minute = Duration::from_secs(60);
    /// cache.write_through("name:1", name.clone(), minute, db.rename(1, &name)).await?;
    /// assert_eq!(cache.get::<String>("name:1").await, Some(name));
    /// # Ok(()) }
    /// ```
    ///
    /// # Errors
    /// What `body` returns, as it is. The cache adds none of its own: what Redis says is an event.
    pub async fn write_through<T, R, E, F>(
        &self,
        key: impl IntoKey,
        value: T,
        ttl: impl IntoTtl,
        body: F,
    ) -> Result<R, E>
    where
        T: CacheValue,
        F: Future<Output = Result<R, E>>,
    {
        let (ttl, ops) = (
            ttl.into_ttl().span(self.default_ttl()),
            Ops::serialised::<T>(),
        );
        let value: Held = Arc::new(value);
        let write = begin(&BY_HAND, self.clone(), key.into_key()).await;
        match held(&write, body).await {
            Ok(ret) => {
                let written = Written {
                    held: value,
                    ops,
                    weigh: ops.weigh,
                    ttl,
                    memory_ttl: None,
                };
                write.put(written).await;
                Ok(ret)
            }
            Err(error) => {
                write.failed();
                Err(error)
            }
        }
    }
}
