//! Writing by a strategy.

use std::fmt::{self, Display};
use std::future::Future;

use super::{CacheRegion, Strategy};
use crate::cache::key::Key;
use crate::cache::plan::CacheValue;
use crate::cache::removal::Removal;
use crate::cache::site::BY_HAND;
#[cfg(feature = "write-behind")]
use crate::write_behind::PutError;

/// Why a write by a [`CacheRegion`] was not made.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum WriteError<E> {
    /// What your store returned. The cache is as it was.
    Store(E),
    /// The queue of changes did not take it, or nobody knows.
    #[cfg(feature = "write-behind")]
    #[cfg_attr(docsrs, doc(cfg(feature = "write-behind")))]
    Queue(PutError),
}

impl<E: Display> Display for WriteError<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Store(error) => write!(f, "the store has not taken the write: {error}"),
            #[cfg(feature = "write-behind")]
            Self::Queue(error) => error.fmt(f),
        }
    }
}

impl<E: std::error::Error + 'static> std::error::Error for WriteError<E> {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Store(error) => Some(error),
            #[cfg(feature = "write-behind")]
            Self::Queue(error) => Some(error),
        }
    }
}

impl CacheRegion {
    /// Writes `value` under `key` by the region's strategy.
    ///
    /// `store` writes it to your own store:
    /// - `CacheAside`, `RefreshAhead`: `store` runs, and then the entry is removed.
    /// - `WriteThrough`: `store` runs, and then the entry is set in both tiers, as
    ///   [`write_through`](crate::CacheManager::write_through) says.
    /// - `WriteBehind`: `store` is dropped and not polled. When this returns, the change is durable
    ///   in the queue and the entry is set; the registered writer takes it to the store, under
    ///   [`CacheRegion::key`]. The entry lives for at least ten minutes.
    ///
    /// After an `Ok`, no load that began before it brings the old value back. Dropped before it is
    /// ready, or when `store` panics, the entry is removed; with `WriteBehind` nobody knows whether
    /// the change was taken.
    ///
    /// # Errors
    /// [`WriteError::Store`]: `store` failed, and nothing has changed. `WriteError::Queue`: the
    /// change was not taken, or nobody knows; its id makes another try no second change
    /// ([`write_behind_with`](crate::CacheManager)). What Redis says is an event.
    pub async fn write<T, E, F>(
        &self,
        key: impl Display,
        value: T,
        store: F,
    ) -> Result<(), WriteError<E>>
    where
        T: CacheValue,
        F: Future<Output = Result<(), E>>,
    {
        let key = self.key(key);
        match &self.config.strategy {
            Strategy::WriteThrough => self
                .manager
                .write_through(key, value, self.config.ttl, store)
                .await
                .map_err(WriteError::Store),
            Strategy::CacheAside | Strategy::RefreshAhead => {
                self.store_and_remove(key, store).await
            }
            #[cfg(feature = "write-behind")]
            Strategy::WriteBehind { writer } => self
                .manager
                .put_behind(writer, key, value, self.config.ttl)
                .await
                .map(drop)
                .map_err(WriteError::Queue),
        }
    }

    /// Deletes what is under `key` by the region's strategy: `store` deletes it from your own store,
    /// and then the entry is removed. With `WriteBehind` `store` is dropped and not polled, the
    /// deletion is durable in the queue when this returns, and the cache answers with nothing from
    /// then on. `T` is the type of the values.
    ///
    /// # Errors
    /// As [`write`](Self::write).
    pub async fn delete<T, E, F>(&self, key: impl Display, store: F) -> Result<(), WriteError<E>>
    where
        T: CacheValue,
        F: Future<Output = Result<(), E>>,
    {
        let key = self.key(key);
        #[cfg(feature = "write-behind")]
        if let Strategy::WriteBehind { writer } = &self.config.strategy {
            let deleted = self
                .manager
                .remove_behind::<T>(writer, key, self.config.ttl);
            return deleted.await.map(drop).map_err(WriteError::Queue);
        }
        self.store_and_remove(key, store).await
    }

    async fn store_and_remove<E>(
        &self,
        key: Key,
        store: impl Future<Output = Result<(), E>>,
    ) -> Result<(), WriteError<E>> {
        // Dropped with this call, it removes the entry: how far the store came is not known then.
        let removal = Removal::new(&BY_HAND, &self.manager, [key]);
        match store.await {
            Ok(()) => {
                removal.run().await;
                Ok(())
            }
            Err(error) => {
                removal.dismiss();
                Err(WriteError::Store(error))
            }
        }
    }
}
