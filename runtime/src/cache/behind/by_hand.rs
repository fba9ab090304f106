//! Write-behind by hand: a writer under a name, because a closure does not outlive a crash.

use std::sync::Arc;

use super::after::After;
use super::change::{Change, ChangeId};
use super::dead::DeadLetters;
use super::error::{PutError, PutErrorKind};
use super::line::Line;
use super::put::{Name, Order, Terms, put};
use super::settings::Settings;
use super::write::{Batches, Write, WriteResult};
use super::writer::{Writer, unreachable};
use crate::cache::CacheManager;
use crate::cache::error::CacheError;
use crate::cache::key::{IntoKey, Key};
use crate::cache::plan::CacheValue;
use crate::cache::site::{BEHIND_BY_HAND, Site};
use crate::cache::ttl::Ttl;

impl CacheManager {
    /// Registers what takes changes to the user's store, under a name, and starts it: see
    /// [`Writer`]. Changes of this name that an earlier process has left are written first.
    ///
    /// # Errors
    /// [`CacheError::Config`]: the settings cannot be, there is nowhere to keep changes, the Redis
    /// may evict them, or a writer of this name works in this process already.
    pub async fn register_writer<V, F, R>(
        &self,
        name: &str,
        settings: Settings,
        writer: F,
    ) -> Result<Writer, CacheError>
    where
        V: CacheValue,
        F: Fn(Vec<Change<V>>) -> R + Send + Sync + 'static,
        R: Future<Output: WriteResult> + Send + 'static,
    {
        self.start_writer(
            name,
            &settings,
            Arc::new(Batches::new(writer)),
            &BEHIND_BY_HAND,
        )
        .await
    }

    pub(crate) async fn start_writer(
        &self,
        name: &str,
        settings: &Settings,
        writer: Arc<dyn Write>,
        site: &'static Site,
    ) -> Result<Writer, CacheError> {
        let line = self.lines().of(self, name, settings).await?;
        // Its metrics are published with those of the cache.
        self.keep_swept();
        Writer::start(line, &writer, After::of(self, site))
    }

    /// Puts a value for the writer of a name, and into the cache, for the manager's default time to
    /// live and at least ten minutes. When it returns the change is durable.
    ///
    /// Dropped before it is ready, it is unknown whether the change was taken.
    ///
    /// # Errors
    /// See [`PutError`]; a name that is not registered is [`PutErrorKind::NotTaken`].
    pub async fn write_behind<V: CacheValue>(
        &self,
        name: &str,
        key: impl IntoKey,
        value: V,
    ) -> Result<ChangeId, PutError> {
        self.put_behind(name, key.into_key(), value, Ttl::Default)
            .await
    }

    /// The same under an id of the caller's: that of an earlier attempt, of which nobody knows whether
    /// it was taken ([`PutError::id`]), or one that the caller keeps itself. It is no second change.
    ///
    /// # Errors
    /// As [`write_behind`](Self::write_behind).
    pub async fn write_behind_with<V: CacheValue>(
        &self,
        id: ChangeId,
        name: &str,
        key: impl IntoKey,
        value: V,
    ) -> Result<ChangeId, PutError> {
        let line = self.registered(name, id)?;
        let order = Order::put(id.into(), key.into_key(), Vec::new(), value)?;
        put(self, &line, &self.terms_by_hand(Ttl::Default), order).await
    }

    /// Puts a deletion for the writer of a name; the cache answers with nothing from then on. `V` is
    /// the type of the values.
    ///
    /// # Errors
    /// As [`write_behind`](Self::write_behind).
    pub async fn delete_behind<V: CacheValue>(
        &self,
        name: &str,
        key: impl IntoKey,
    ) -> Result<ChangeId, PutError> {
        self.remove_behind::<V>(name, key.into_key(), Ttl::Default)
            .await
    }

    /// [`write_behind`](Self::write_behind) for entries that live for `ttl`, or longer.
    pub(crate) async fn put_behind<V: CacheValue>(
        &self,
        name: &str,
        key: Key,
        value: V,
        ttl: Ttl,
    ) -> Result<ChangeId, PutError> {
        let new = Name::new();
        let line = self.registered(name, new.id)?;
        let order = Order::put(new, key, Vec::new(), value)?;
        put(self, &line, &self.terms_by_hand(ttl), order).await
    }

    /// [`delete_behind`](Self::delete_behind) for entries that live for `ttl`, or longer.
    pub(crate) async fn remove_behind<V: CacheValue>(
        &self,
        name: &str,
        key: Key,
        ttl: Ttl,
    ) -> Result<ChangeId, PutError> {
        let new = Name::new();
        let line = self.registered(name, new.id)?;
        let order = Order::delete::<V>(new, key, Vec::new());
        put(self, &line, &self.terms_by_hand(ttl), order).await
    }

    /// The dead letters of the writer of a name, in all processes.
    ///
    /// # Errors
    /// [`CacheError::Config`] for a name that is not registered.
    pub fn dead_letters(&self, name: &str) -> Result<DeadLetters, CacheError> {
        let line = self.lines().known(name).ok_or_else(|| CacheError::Config {
            setting: "dead_letters",
            held: name.to_owned(),
            takes: "the name of a writer that is registered: `register_writer(name, ..)`".into(),
        })?;
        Ok(DeadLetters::of(line))
    }

    /// Waits until all changes of all writers that were put before are written, in whichever process,
    /// or dead letters.
    ///
    /// # Errors
    /// [`CacheError::Unreachable`] when a queue cannot be asked.
    pub async fn flush_writers(&self) -> Result<(), CacheError> {
        for line in self.lines().all() {
            line.flush().await.map_err(unreachable)?;
        }
        Ok(())
    }

    fn registered(&self, name: &str, id: ChangeId) -> Result<Arc<Line>, PutError> {
        self.lines().known(name).ok_or_else(|| {
            let reason = format!(
                "no writer `{name}` is registered; call `register_writer(\"{name}\", ..)` first"
            );
            PutError::new(id, PutErrorKind::NotTaken, reason)
        })
    }

    fn terms_by_hand(&self, ttl: Ttl) -> Terms {
        Terms {
            site: &BEHIND_BY_HAND,
            ttl: ttl.span(self.default_ttl()),
            memory_ttl: None,
        }
    }
}
