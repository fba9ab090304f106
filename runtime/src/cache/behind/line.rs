//! The queues of a manager by their names, and what is known of each.

use std::collections::HashMap;
use std::fmt;
use std::path::PathBuf;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::sync::{Mutex as AsyncMutex, MutexGuard, OnceCell};

use super::open;
use super::queue::{Away, Mark, Queue, partition_of};
use super::running::{Counts, Running};
use super::settings::Settings;
use crate::cache::CacheManager;
use crate::cache::error::CacheError;
use crate::cache::key::Key;
use crate::sync::lock;

/// How many puts of different keys may be under way without one waiting for another by chance.
const TURNS: u32 = 1024;
/// How often it is asked whether all is written, where other processes write.
const ASK: Duration = Duration::from_millis(20);

/// A queue that is open, or is being opened.
type Opening = Arc<OnceCell<Arc<Line>>>;

/// The queues of one manager.
#[derive(Default)]
pub(crate) struct Lines {
    by_name: Mutex<HashMap<Arc<str>, Opening>>,
    /// Where the local log is, if there is one.
    pub(crate) log: Option<PathBuf>,
    /// The Redis that is the queues' own.
    #[cfg(feature = "redis")]
    pub(crate) redis: Option<Arc<crate::cache::redis::RedisTier>>,
}

/// One queue, open.
pub(crate) struct Line {
    pub(crate) name: Arc<str>,
    pub(crate) queue: Arc<dyn Queue>,
    pub(crate) settings: Settings,
    pub(crate) counts: Arc<Counts>,
    /// The workers in this process, where there are any.
    running: Mutex<Option<Arc<Running>>>,
    /// So that two puts of a key reach the queue and memory in one order.
    turns: Box<[AsyncMutex<()>]>,
}

impl Lines {
    /// None yet; `log` is where the local log is, if there is one.
    pub(crate) fn new(log: Option<PathBuf>) -> Self {
        Self {
            log,
            ..Self::default()
        }
    }

    /// The queue of this name, opened if it is not yet.
    ///
    /// # Errors
    /// Why it cannot be opened; the next call tries again. There is no tokio runtime.
    pub(crate) async fn of(
        &self,
        manager: &CacheManager,
        name: &str,
        settings: &Settings,
    ) -> Result<Arc<Line>, CacheError> {
        // Tokio's timers and tasks would panic.
        if tokio::runtime::Handle::try_current().is_err() {
            return Err(CacheError::Config {
                setting: "strategy = write_behind",
                held: format!("a call of `{name}` outside of a tokio runtime"),
                takes: "a tokio runtime around it, whose tasks and timers its queue waits by"
                    .into(),
            });
        }
        let cell = {
            let mut by_name = lock(&self.by_name);
            match by_name.get(name) {
                Some(cell) => Arc::clone(cell),
                None => Arc::clone(by_name.entry(Arc::from(name)).or_default()),
            }
        };
        let open = || async {
            settings.check()?;
            let queue = Box::pin(open::queue(manager, self, name, settings)).await?;
            Ok(Arc::new(Line::new(name, queue, settings.clone())))
        };
        cell.get_or_try_init(open).await.map(Arc::clone)
    }

    /// The queue of this name, if it is open.
    pub(crate) fn known(&self, name: &str) -> Option<Arc<Line>> {
        let cell = lock(&self.by_name).get(name).cloned()?;
        cell.get().cloned()
    }

    /// All that are open.
    pub(crate) fn all(&self) -> Vec<Arc<Line>> {
        let cells: Vec<_> = lock(&self.by_name).values().cloned().collect();
        cells
            .iter()
            .filter_map(|cell| cell.get().cloned())
            .collect()
    }
}

impl Line {
    fn new(name: &str, queue: Arc<dyn Queue>, settings: Settings) -> Self {
        Self {
            name: Arc::from(name),
            queue,
            settings,
            counts: Arc::default(),
            running: Mutex::new(None),
            turns: (0..TURNS).map(|_| AsyncMutex::new(())).collect(),
        }
    }

    /// The turn of a key: another put of it begins when this is dropped.
    pub(crate) async fn turn(&self, key: &Key) -> Option<MutexGuard<'_, ()>> {
        let place = usize::try_from(partition_of(key, TURNS)).ok()?;
        match self.turns.get(place) {
            Some(turn) => Some(turn.lock().await),
            None => None,
        }
    }

    /// Notes that workers run here; `None` if there are some already.
    pub(crate) fn begin(&self) -> Option<Arc<Running>> {
        let mut running = lock(&self.running);
        if running
            .as_ref()
            .is_some_and(|running| !running.is_stopped())
        {
            return None;
        }
        let new = Arc::new(Running::new(
            Arc::clone(&self.name),
            Arc::clone(&self.counts),
        ));
        *running = Some(Arc::clone(&new));
        Some(new)
    }

    fn running(&self) -> Option<Arc<Running>> {
        lock(&self.running).clone()
    }

    /// Waits until all that has been put until now is written or buried, by whichever process.
    pub(crate) async fn flush(&self) -> Result<(), Away> {
        let mark = self.queue.mark().await?;
        self.wait_for(&mark).await
    }

    /// The same for the changes of one key.
    pub(crate) async fn flush_key(&self, key: &Key) -> Result<(), Away> {
        let place = usize::try_from(partition_of(key, self.queue.partitions())).unwrap_or(0);
        let Mark(mut ends) = self.queue.mark().await?;
        for (partition, end) in ends.iter_mut().enumerate() {
            if partition != place {
                *end = None;
            }
        }
        self.wait_for(&Mark(ends)).await
    }

    async fn wait_for(&self, mark: &Mark) -> Result<(), Away> {
        let running = self.running();
        let _hurry = running.as_ref().map(Running::hurry);
        loop {
            if self.queue.reached(mark).await? {
                return Ok(());
            }
            match &running {
                Some(running) => {
                    _ = tokio::time::timeout(ASK, running.progress().notified()).await;
                }
                None => tokio::time::sleep(ASK).await,
            }
        }
    }
}

impl fmt::Debug for Line {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Line")
            .field("name", &self.name)
            .field("settings", &self.settings)
            .finish_non_exhaustive()
    }
}
