//! What write-behind writes to, and what has to arrive there.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use gambeson::write_behind::{Change, PutErrorKind, Settings, Store as Kept, Writer};
use gambeson::{CacheError, CacheManager};

/// A store behind two queues: `stream` in Redis, `local` in a log. Cheap to clone.
#[derive(Debug, Clone, Default)]
pub struct Store(Arc<Mutex<State>>);

#[derive(Debug, Default)]
struct State {
    rows: HashMap<(&'static str, u64), u64>,
    /// The newest version whose put was acknowledged.
    promised: HashMap<(&'static str, u64), u64>,
    written: u64,
}

impl Store {
    /// Starts the writer of a queue in this manager.
    ///
    /// # Errors
    ///
    /// As those of `register_writer`.
    pub async fn start(
        &self,
        cache: &CacheManager,
        queue: &'static str,
    ) -> Result<Writer, CacheError> {
        let kept = if queue == "local" {
            Kept::Local
        } else {
            Kept::Redis
        };
        let settings = Settings::new().store(kept).every(Duration::from_millis(20));
        let store = self.clone();
        let write = move |changes: Vec<Change<(u64, u64)>>| {
            let store = store.clone();
            async move { store.write(queue, &changes) }
        };
        cache.register_writer(queue, settings, write).await
    }

    /// Puts a version of a key; what the answer was, if it was no. Of one key, one at a time.
    ///
    /// # Errors
    ///
    /// When the queue did not take it, or did not say.
    pub async fn put(
        &self,
        cache: &CacheManager,
        queue: &'static str,
        key: u64,
        version: u64,
    ) -> Result<(), PutErrorKind> {
        let name = format!("{queue}:{key}");
        let put = cache.write_behind(queue, name, (key, version)).await;
        put.map_err(|error| error.kind())?;
        let mut state = self.state();
        let promised = state.promised.entry((queue, key)).or_default();
        *promised = version.max(*promised);
        Ok(())
    }

    /// How many changes were written, and how many promises are not kept.
    #[must_use]
    pub fn tally(&self) -> (u64, usize) {
        let state = self.state();
        let broken = state
            .promised
            .iter()
            .filter(|(row, version)| state.rows.get(row).is_none_or(|written| written < version));
        (state.written, broken.count())
    }

    #[expect(
        clippy::unnecessary_wraps,
        reason = "a writer tells whether it has written"
    )]
    fn write(&self, queue: &'static str, changes: &[Change<(u64, u64)>]) -> Result<(), String> {
        let mut state = self.state();
        for &(key, version) in changes.iter().filter_map(Change::value) {
            state.rows.insert((queue, key), version);
            state.written += 1;
        }
        Ok(())
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
