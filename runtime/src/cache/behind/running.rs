//! What the workers of one writer share: whether they are to end, and what has come of it all.

use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use futures_util::future::{Either, select};
use tokio::sync::Notify;

use super::change::Delivery;
use super::queue::Away;

/// What the workers of one writer share.
pub(crate) struct Running {
    name: Arc<str>,
    stopped: AtomicBool,
    stop: Notify,
    /// How many workers there are.
    workers: AtomicU64,
    /// How many callers wait for the queue to become empty.
    hurry: AtomicU64,
    hurried: Notify,
    /// Told of each batch that leaves the queue.
    progress: Notify,
    counts: Arc<Counts>,
}

/// What one writer has done in this process, since it began, and what was last seen of its queue.
#[derive(Default)]
pub(crate) struct Counts {
    pub(crate) written: AtomicU64,
    pub(crate) failed: AtomicU64,
    pub(crate) retried: AtomicU64,
    pub(crate) dead: AtomicU64,
    /// What the recorder of the `metrics` facade knows of these four.
    #[cfg(feature = "metrics")]
    published: [AtomicU64; 4],
    #[cfg(feature = "metrics")]
    seen: std::sync::Mutex<super::queue::Depth>,
}

#[cfg(feature = "metrics")]
impl Counts {
    pub(crate) fn saw(&self, depth: super::queue::Depth) {
        *crate::sync::lock(&self.seen) = depth;
    }

    /// Hands what is new to the recorder.
    pub(crate) fn publish(&self, name: &Arc<str>) {
        use crate::metrics as names;

        let counters = [
            (&self.written, names::WRITE_BEHIND_WRITTEN),
            (&self.failed, names::WRITE_BEHIND_FAILED),
            (&self.retried, names::WRITE_BEHIND_RETRIED),
            (&self.dead, names::WRITE_BEHIND_DEAD),
        ];
        for ((count, metric), published) in counters.into_iter().zip(&self.published) {
            let now = count.load(Ordering::Relaxed);
            let news = now.saturating_sub(published.fetch_max(now, Ordering::Relaxed));
            metrics::counter!(metric, "name" => Arc::clone(name)).increment(news);
        }
        let depth = *crate::sync::lock(&self.seen);
        #[expect(clippy::cast_precision_loss, reason = "a gauge is a float")]
        let waiting = depth.waiting as f64;
        let oldest = depth.oldest.unwrap_or_default().as_secs_f64();
        metrics::gauge!(names::WRITE_BEHIND_DEPTH, "name" => Arc::clone(name)).set(waiting);
        metrics::gauge!(names::WRITE_BEHIND_OLDEST, "name" => Arc::clone(name)).set(oldest);
    }
}

impl Running {
    pub(crate) fn new(name: Arc<str>, counts: Arc<Counts>) -> Self {
        Self {
            name,
            stopped: AtomicBool::new(false),
            stop: Notify::new(),
            workers: AtomicU64::new(0),
            hurry: AtomicU64::new(0),
            hurried: Notify::new(),
            progress: Notify::new(),
            counts,
        }
    }

    pub(crate) fn is_stopped(&self) -> bool {
        self.stopped.load(Ordering::Acquire)
    }

    pub(crate) fn stop(&self) {
        self.stopped.store(true, Ordering::Release);
        self.stop.notify_waiters();
    }

    /// One more worker, until this is dropped. With the last one all is stopped: they may have ended
    /// with their runtime, and others can begin in another one.
    pub(crate) fn worker(self: &Arc<Self>) -> Working {
        self.workers.fetch_add(1, Ordering::AcqRel);
        Working(Arc::clone(self))
    }

    /// Ready when the workers are to end.
    pub(crate) async fn stopped(&self) {
        until(&self.stop, || self.is_stopped()).await;
    }

    /// Whether batches are written as they are, without waiting for more.
    pub(crate) fn hurries(&self) -> bool {
        self.hurry.load(Ordering::Acquire) > 0 || self.is_stopped()
    }

    /// Ready when batches are not to wait for more.
    pub(crate) async fn hurried(&self) {
        let hurried = until(&self.hurried, || self.hurries());
        unless(self.stopped(), hurried).await;
    }

    /// Has batches written without waiting for more, until the guard is dropped.
    pub(crate) fn hurry(self: &Arc<Self>) -> Hurry {
        self.hurry.fetch_add(1, Ordering::AcqRel);
        self.hurried.notify_waiters();
        Hurry(Arc::clone(self))
    }

    /// What tells of each batch that leaves the queue.
    pub(crate) fn progress(&self) -> &Notify {
        &self.progress
    }

    pub(crate) fn written(&self, changes: &[Delivery]) {
        let count = changes.len() as u64;
        self.counts.written.fetch_add(count, Ordering::Relaxed);
        self.progress.notify_waiters();
    }

    pub(crate) fn buried(&self) {
        self.counts.dead.fetch_add(1, Ordering::Relaxed);
        self.progress.notify_waiters();
    }

    /// An attempt failed. `given_up`: it was the last one.
    pub(crate) fn failed(&self, delivery: &Delivery, error: &str, given_up: bool) {
        self.counts.failed.fetch_add(1, Ordering::Relaxed);
        let (writer, key, attempt) = (&*self.name, &delivery.change.key, delivery.attempt);
        let (id, trace) = (delivery.change.id, delivery.change.trace.as_deref());
        if given_up {
            tracing::error!(%writer, %key, %id, attempt, error, trace, "a change is given up");
        } else {
            self.counts.retried.fetch_add(1, Ordering::Relaxed);
            tracing::warn!(%writer, %key, %id, attempt, error, trace, "changes could not be written, and are tried again");
        }
    }

    pub(crate) fn away(&self, Away(why): &Away) {
        tracing::debug!(writer = %self.name, why, "the queue of changes cannot be reached");
    }
}

/// One of the workers.
pub(crate) struct Working(Arc<Running>);

impl Drop for Working {
    fn drop(&mut self) {
        if self.0.workers.fetch_sub(1, Ordering::AcqRel) == 1 {
            self.0.stop();
        }
    }
}

/// While it is there, batches do not wait to become full.
pub(crate) struct Hurry(Arc<Running>);

impl Drop for Hurry {
    fn drop(&mut self) {
        self.0.hurry.fetch_sub(1, Ordering::AcqRel);
    }
}

/// What `work` brings, unless `end` comes first. `end` is asked first.
pub(super) async fn unless<T>(
    end: impl Future<Output = ()>,
    work: impl Future<Output = T>,
) -> Option<T> {
    match select(pin!(end), pin!(work)).await {
        Either::Left(_) => None,
        Either::Right((brought, _)) => Some(brought),
    }
}

/// Waits until `holds`, which is asked again each time that `notify` tells all of its waiters.
async fn until(notify: &Notify, holds: impl Fn() -> bool) {
    loop {
        let mut told = pin!(notify.notified());
        // Enabled before the question: what is told in between is not missed.
        told.as_mut().enable();
        if holds() {
            return;
        }
        told.await;
    }
}
