//! What cached functions load from.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};

use tokio::sync::watch;

/// A value that can change, with a count of how often it was read. Readers can be held back after
/// they have read: those are loads that an invalidation meets half-way.
#[derive(Debug, Clone)]
pub struct Source(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    value: AtomicU64,
    reads: AtomicUsize,
    held: watch::Sender<bool>,
    begun: watch::Sender<usize>,
}

impl Default for Source {
    fn default() -> Self {
        Self::new(0)
    }
}

impl Source {
    /// A source that holds `value`.
    #[must_use]
    pub fn new(value: u64) -> Self {
        Self(Arc::new(Inner {
            value: AtomicU64::new(value),
            reads: AtomicUsize::new(0),
            held: watch::Sender::new(false),
            begun: watch::Sender::new(0),
        }))
    }

    /// Changes the value.
    pub fn set(&self, value: u64) {
        self.0.value.store(value, Ordering::SeqCst);
    }

    /// How often it was read.
    #[must_use]
    pub fn reads(&self) -> usize {
        self.0.reads.load(Ordering::SeqCst)
    }

    /// Holds back who reads from now on, after they have read.
    pub fn hold(&self) {
        self.0.held.send_replace(true);
    }

    /// Lets go on who is held back, and who comes later.
    pub fn release(&self) {
        self.0.held.send_replace(false);
    }

    /// Waits until `reads` reads have begun.
    ///
    /// # Panics
    ///
    /// Never: the source outlives its readers.
    pub async fn begun(&self, reads: usize) {
        let mut begun = self.0.begun.subscribe();
        begun
            .wait_for(|&begun| begun >= reads)
            .await
            .expect("the source is alive");
    }

    /// Reads the value as it is at the first poll.
    ///
    /// # Panics
    ///
    /// Never: the source outlives its readers.
    pub async fn read(&self) -> u64 {
        let value = self.0.value.load(Ordering::SeqCst);
        self.0.reads.fetch_add(1, Ordering::SeqCst);
        self.0.begun.send_modify(|begun| *begun += 1);
        let mut held = self.0.held.subscribe();
        held.wait_for(|&held| !held)
            .await
            .expect("the source is alive");
        value
    }
}
