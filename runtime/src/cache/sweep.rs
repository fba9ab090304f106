//! The sweep, which frees what has expired in any manager of the process.

use std::sync::{Mutex, Weak};
use std::time::{Duration, Instant};

use crate::cache::CacheManager;
use crate::cache::manager::Inner;
use crate::clock;
use crate::sync::lock;
use crate::ticker::{self, guarded};

struct Due {
    manager: Weak<Inner>,
    every: Duration,
    last: Instant,
}

static MANAGERS: Mutex<Vec<Due>> = Mutex::new(Vec::new());

/// Has `manager` swept every so often, for as long as somebody holds it.
pub(crate) fn register(manager: Weak<Inner>, every: Duration) {
    lock(&MANAGERS).push(Due {
        manager,
        every,
        last: Instant::now(),
    });
    // Without a thread to be had, entries are still dropped by eviction and by being replaced.
    ticker::start();
}

/// Sweeps the managers whose time has come, and tells the recorder of metrics about all.
pub(crate) fn round() {
    for manager in due() {
        guarded(|| manager.sweep());
        guarded(|| drop(manager));
    }
    #[cfg(feature = "metrics")]
    for manager in alive() {
        guarded(|| manager.publish_metrics());
        guarded(|| drop(manager));
    }
}

/// The managers whose time has come; none while a test has set a clock. Swept outside of the lock.
fn due() -> Vec<CacheManager> {
    // Whose time it is that has come, this thread cannot know then.
    if clock::is_replaced() {
        return Vec::new();
    }
    let now = Instant::now();
    let mut due = Vec::new();
    lock(&MANAGERS).retain_mut(|entry| {
        if now.saturating_duration_since(entry.last) >= entry.every {
            entry.last = now;
            due.extend(CacheManager::upgrade(&entry.manager));
        }
        entry.manager.strong_count() > 0
    });
    due
}

#[cfg(feature = "metrics")]
fn alive() -> Vec<CacheManager> {
    lock(&MANAGERS)
        .iter()
        .filter_map(|entry| CacheManager::upgrade(&entry.manager))
        .collect()
}
