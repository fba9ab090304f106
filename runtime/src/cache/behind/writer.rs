//! What a started writer is held by.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use tokio::task::JoinHandle;
use tokio::time::Instant;

use super::after::After;
use super::line::Line;
use super::queue::{Away, Depth};
use super::running::Running;
use super::worker::Worker;
use super::write::Write;
use crate::cache::error::CacheError;

/// The workers of one writer in this process. Keep it as long as they are to work; dropped, they
/// stop at once, and what they had in their hands is written later, by whoever starts next.
///
/// ```
/// use std::time::Duration;
/// use gambeson::CacheManager;
/// use gambeson::write_behind::{Change, Settings, Store};
///
/// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// # let directory = std::env::temp_dir();
/// let cache = CacheManager::builder().build().await?;
/// let settings = Settings::new().store(Store::Volatile);
/// let writer = cache
///     .register_writer("names", settings, |batch: Vec<Change<String>>| async move {
///         for change in &batch {
///             println!("{} is {:?} now", change.key(), change.value());
///         }
///         Ok::<_, std::io::Error>(())
///     })
///     .await?;
/// cache.write_behind("names", "user:1", "Ada".to_owned()).await?;
/// writer.shutdown(Duration::from_secs(5)).await;
/// # Ok(()) }
/// ```
#[must_use = "the workers stop when it is dropped"]
pub struct Writer {
    line: Arc<Line>,
    running: Arc<Running>,
    workers: Vec<JoinHandle<()>>,
}

impl Writer {
    /// Starts a worker for each partition.
    pub(crate) fn start(
        line: Arc<Line>,
        writer: &Arc<dyn Write>,
        after: After,
    ) -> Result<Self, CacheError> {
        let Some(running) = line.begin() else {
            return Err(CacheError::Config {
                setting: "start",
                held: format!("a second writer of `{}`", line.name),
                takes: "one writer of a name in a process; keep the first, or shut it down before"
                    .into(),
            });
        };
        let after = Arc::new(after);
        // So that they are not all gone before the last one begins.
        let begins = running.worker();
        #[cfg_attr(
            not(feature = "metrics"),
            expect(unused_mut, reason = "nobody is told of the depth")
        )]
        let mut workers: Vec<JoinHandle<()>> = (0..line.queue.partitions())
            .map(|partition| {
                let working = running.worker();
                let worker = Worker {
                    lane: line.queue.lane(partition),
                    writer: Arc::clone(writer),
                    settings: line.settings.clone(),
                    running: Arc::clone(&running),
                    after: Arc::clone(&after),
                };
                tokio::spawn(async move {
                    worker.run().await;
                    drop(working);
                })
            })
            .collect();
        drop(begins);
        #[cfg(feature = "metrics")]
        workers.push(tokio::spawn(look(Arc::clone(&line), Arc::clone(&running))));
        Ok(Self {
            line,
            running,
            workers,
        })
    }

    /// Waits until all changes that were put before are written or dead letters, by whichever
    /// process. Batches do not wait to become full meanwhile.
    ///
    /// # Errors
    /// [`CacheError::Unreachable`] when the queue cannot be asked.
    pub async fn flush(&self) -> Result<(), CacheError> {
        self.line.flush().await.map_err(unreachable)
    }

    /// How much waits in the queue.
    ///
    /// # Errors
    /// [`CacheError::Unreachable`] when the queue cannot be asked.
    pub async fn depth(&self) -> Result<Depth, CacheError> {
        self.line.queue.depth().await.map_err(unreachable)
    }

    /// Writes what is queued, as far as that is possible within `grace`, ends the workers, and lets
    /// another process have the partitions at once. What is left stays in the queue (in memory
    /// alone it is lost); true: nothing is.
    ///
    /// Dropped before it is ready, it stops the workers.
    pub async fn shutdown(mut self, grace: Duration) -> bool {
        let begun = Instant::now();
        let flushed = tokio::time::timeout(grace, self.line.flush()).await;
        self.running.stop();
        for worker in self.workers.drain(..) {
            let abort = worker.abort_handle();
            // A write that is under way may end; a round trip more is enough to let go.
            let left = grace.saturating_sub(begun.elapsed());
            let left = left.max(Duration::from_millis(500));
            if tokio::time::timeout(left, worker).await.is_err() {
                abort.abort();
            }
        }
        matches!(flushed, Ok(Ok(())))
    }
}

impl Drop for Writer {
    fn drop(&mut self) {
        self.running.stop();
        for worker in &self.workers {
            worker.abort();
        }
    }
}

impl fmt::Debug for Writer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Writer")
            .field("name", &self.line.name)
            .finish_non_exhaustive()
    }
}

/// Looks at the queue each second, for the metrics.
#[cfg(feature = "metrics")]
async fn look(line: Arc<Line>, running: Arc<Running>) {
    while !running.is_stopped() {
        if let Ok(depth) = line.queue.depth().await {
            line.counts.saw(depth);
        }
        let second = tokio::time::sleep(Duration::from_secs(1));
        super::running::unless(running.stopped(), second).await;
    }
}

pub(crate) fn unreachable(Away(reason): Away) -> CacheError {
    CacheError::Unreachable { reason }
}
