//! Reading and writing entries by hand, typed.

use std::sync::Arc;
use std::time::Duration;

use crate::cache::CacheManager;
use crate::cache::engine::{self, KeepAll, Times};
use crate::cache::entry::Held;
use crate::cache::error::CacheError;
use crate::cache::flight::Lead;
use crate::cache::key::{IntoKey, Key};
use crate::cache::ops::Ops;
use crate::cache::plan::{CacheValue, by_hand};
use crate::cache::shape::Fallible;
use crate::cache::site::BY_HAND;
use crate::cache::stats::Count;
use crate::cache::ttl::{IntoTtl, TimeLeft, Ttl};

impl CacheManager {
    /// The value under `key`, from memory or from Redis; `None` if there is none, if it is of
    /// another type, or if the tier that has it is down.
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), gambeson::CacheError> {
    /// use gambeson::CacheManager;
    /// use gambeson::cache::Ttl;
    ///
    /// let cache = CacheManager::builder().build().await?;
    /// cache.set("answer", 42_u32, Ttl::Default).await?;
    /// assert_eq!(cache.get::<u32>("answer").await, Some(42));
    /// assert_eq!(cache.get::<String>("answer").await, None);
    /// # Ok(()) }
    /// ```
    pub async fn get<T: CacheValue + Clone>(&self, key: impl IntoKey) -> Option<T> {
        self.get_arc(key).await.map(Arc::unwrap_or_clone)
    }

    /// The value under `key`, shared with the cache and not cloned.
    pub async fn get_arc<T: CacheValue>(&self, key: impl IntoKey) -> Option<Arc<T>> {
        engine::get(self, &key.into_key(), Ops::serialised::<T>())
            .await?
            .downcast()
            .ok()
    }

    /// The values under `keys`, in their order: memory first, and one round trip to Redis for
    /// what memory has not.
    pub async fn get_many<T: CacheValue + Clone, K: IntoKey>(
        &self,
        keys: impl IntoIterator<Item = K>,
    ) -> Vec<Option<T>> {
        let keys: Vec<Key> = keys.into_iter().map(IntoKey::into_key).collect();
        let held = engine::get_many(self, &keys, Ops::serialised::<T>()).await;
        held.into_iter()
            .map(|held| held?.downcast_ref::<T>().cloned())
            .collect()
    }

    /// Stores `value` under `key` in both tiers. What a load under way brings is not stored.
    ///
    /// # Errors
    /// [`CacheError::Codec`] if the value cannot be encoded; [`CacheError::Refused`] if Redis
    /// refuses it; with [`on_outage(Fail)`](crate::cache::OnOutage) also
    /// [`CacheError::Unreachable`]. Otherwise what could not be set in Redis is remembered as a
    /// removal, and memory has the value.
    pub async fn set<T: CacheValue>(
        &self,
        key: impl IntoKey,
        value: T,
        ttl: impl IntoTtl,
    ) -> Result<(), CacheError> {
        self.set_arc(key, Arc::new(value), ttl).await
    }

    /// [`set`](Self::set) for a value that the caller shares.
    ///
    /// # Errors
    /// As [`set`](Self::set).
    pub async fn set_arc<T: CacheValue>(
        &self,
        key: impl IntoKey,
        value: Arc<T>,
        ttl: impl IntoTtl,
    ) -> Result<(), CacheError> {
        self.set_held(
            vec![(key.into_key(), value as Held)],
            Ops::serialised::<T>(),
            ttl.into_ttl(),
        )
        .await
    }

    /// Stores several values, in one round trip.
    ///
    /// # Errors
    /// As [`set`](Self::set).
    pub async fn set_many<T: CacheValue, K: IntoKey>(
        &self,
        entries: impl IntoIterator<Item = (K, T)>,
        ttl: impl IntoTtl,
    ) -> Result<(), CacheError> {
        let entries = entries.into_iter();
        let entries = entries
            .map(|(key, value)| (key.into_key(), Arc::new(value) as Held))
            .collect();
        self.set_held(entries, Ops::serialised::<T>(), ttl.into_ttl())
            .await
    }

    /// The value under `key`; if there is none, that of `load`, stored for `ttl` if it is `Ok`.
    ///
    /// Concurrent callers of one key share one load, as those of a cached function do. Dropped, it
    /// hands the load to the next of them.
    ///
    /// # Errors
    /// What `load` returns, as it is. The cache adds none of its own.
    pub async fn get_or_load<T, E, F>(
        &self,
        key: impl IntoKey,
        ttl: impl IntoTtl,
        load: F,
    ) -> Result<T, E>
    where
        T: CacheValue + Clone,
        F: Future<Output = Result<T, E>>,
    {
        let plan = by_hand::<Fallible<T, E>>();
        match engine::begin_slowly(&BY_HAND, self, plan, key.into_key()) {
            std::ops::ControlFlow::Break(found) => found,
            std::ops::ControlFlow::Continue(miss) => {
                engine::load(miss, Times::new(ttl.into_ttl()), KeepAll, load).await
            }
        }
    }

    /// [`get_or_load`](Self::get_or_load) of an entry that goes with each of `tags`: see
    /// [`invalidate_tags`](Self::invalidate_tags). An entry that is there already has the tags of whoever
    /// loaded it.
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), gambeson::CacheError> {
    /// use gambeson::CacheManager;
    /// use gambeson::cache::Ttl;
    ///
    /// let cache = CacheManager::builder().build().await?;
    /// let load = |n: u32| async move { Ok::<_, std::io::Error>(n) };
    /// let get = |n| cache.get_or_load_tagged("answer", ["org:7"], Ttl::Default, load(n));
    /// assert_eq!((get(1).await.unwrap(), get(2).await.unwrap()), (1, 1));
    /// cache.invalidate_tags(["org:7"]).await?;
    /// assert_eq!(get(3).await.unwrap(), 3);
    /// # Ok(()) }
    /// ```
    ///
    /// # Errors
    /// What `load` returns, as it is. The cache adds none of its own.
    pub async fn get_or_load_tagged<T, E, F, K>(
        &self,
        key: impl IntoKey,
        tags: impl IntoIterator<Item = K>,
        ttl: impl IntoTtl,
        load: F,
    ) -> Result<T, E>
    where
        T: CacheValue + Clone,
        F: Future<Output = Result<T, E>>,
        K: IntoKey,
    {
        let plan = by_hand::<Fallible<T, E>>();
        match engine::begin_slowly(&BY_HAND, self, plan, key.into_key()) {
            std::ops::ControlFlow::Break(found) => found,
            std::ops::ControlFlow::Continue(miss) => {
                let miss = engine::tagged(miss, tags.into_iter().map(IntoKey::into_key), false);
                engine::load(miss, Times::new(ttl.into_ttl()), KeepAll, load).await
            }
        }
    }

    /// Whether either tier has an entry under `key`.
    pub async fn exists(&self, key: impl IntoKey) -> bool {
        self.ttl_of(key).await.is_some()
    }

    /// How long the entry under `key` still lives in the tier that keeps it longest; `None` if there
    /// is none.
    pub async fn ttl_of(&self, key: impl IntoKey) -> Option<TimeLeft> {
        let key = key.into_key();
        let in_memory = self.memory_ttl_of(&key);
        #[cfg(feature = "redis")]
        if let Some(redis) = self.redis() {
            return Box::pin(redis.time_left(&key)).await.max(in_memory);
        }
        in_memory
    }

    pub(crate) fn memory_ttl_of(&self, key: &Key) -> Option<TimeLeft> {
        let now = self.now();
        self.memory()
            .peek(key, now)
            .map(|entry| engine::time_left(&entry, now))
    }

    async fn set_held(
        &self,
        entries: Vec<(Key, Held)>,
        ops: &'static Ops,
        ttl: Ttl,
    ) -> Result<(), CacheError> {
        let span = ttl.span(self.default_ttl());
        let stats = self.stats_table().of(&BY_HAND);
        if span.is_some_and(|span| span.is_zero()) {
            let keys: Vec<Key> = entries.into_iter().map(|(key, _)| key).collect();
            return self.remove(&keys).await.map(|_| ());
        }
        let begun: Vec<Begun> = entries
            .into_iter()
            .map(|(key, held)| {
                stats.add(Count::Set);
                let mut lead = self.memory().begin_set(&key);
                lead.land(held.clone());
                Begun { key, held, lead }
            })
            .collect();
        #[cfg(feature = "redis")]
        if let Some(redis) = self.redis() {
            return self.set_in_both(redis, begun, ops, span).await;
        }
        self.keep(begun, ops, span);
        Ok(())
    }

    #[cfg(feature = "redis")]
    async fn set_in_both(
        &self,
        redis: &crate::cache::redis::RedisTier,
        begun: Vec<Begun>,
        ops: &'static Ops,
        span: Option<Duration>,
    ) -> Result<(), CacheError> {
        use crate::cache::manager::Unfinished;
        use crate::cache::payload;

        let encoded = begun.iter().map(|begun| {
            Ok((
                begun.key.clone(),
                payload::encode(self.codec(), &begun.held, ops)?,
                span,
            ))
        });
        let items: Vec<(Key, Vec<u8>, Option<Duration>)> =
            encoded.collect::<Result<_, CacheError>>()?;
        let keys: Vec<Key> = begun.iter().map(|begun| begun.key.clone()).collect();
        let unfinished = Unfinished::new(self, &keys);
        let written = Box::pin(redis.set_many(&items)).await;
        unfinished.done();
        let most = match written?.remembered {
            0 => self.memory_span(None, None),
            _ => self.unconfirmed_span(None),
        };
        let kept = span.map_or(most, |span| span.min(most));
        self.keep(begun, ops, Some(kept));
        Ok(())
    }

    /// Puts what was set into memory, where nothing has changed the key since.
    fn keep(&self, begun: Vec<Begun>, ops: &Ops, span: Option<Duration>) {
        for Begun { key, held, lead } in begun {
            let size = (ops.weigh)(&held);
            let entry = self.entry(&BY_HAND, &key, held, size, span);
            self.memory().store(lead, key, entry);
        }
        self.keep_swept();
    }
}

/// A value on its way into both tiers. Its flight keeps loads away until it is there.
struct Begun {
    key: Key,
    held: Held,
    lead: Lead,
}
