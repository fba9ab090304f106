//! The sweep: one thread for all managers of the process, which frees what has expired.

use std::sync::{Mutex, OnceLock, Weak};
use std::thread;
use std::time::{Duration, Instant};

use crate::cache::CacheManager;
use crate::cache::manager::Inner;
use crate::sync::lock;

/// How often the thread looks whether a manager is due.
const TICK: Duration = Duration::from_secs(1);

struct Due {
    manager: Weak<Inner>,
    every: Duration,
    next: Instant,
}

static MANAGERS: Mutex<Vec<Due>> = Mutex::new(Vec::new());
static THREAD: OnceLock<bool> = OnceLock::new();

/// Has `manager` swept every so often, for as long as somebody holds it.
pub(crate) fn register(manager: Weak<Inner>, every: Duration) {
    lock(&MANAGERS).push(Due {
        manager,
        every,
        next: Instant::now() + every,
    });
    // Without a thread to be had, entries are still dropped by eviction and by being replaced.
    THREAD.get_or_init(|| {
        thread::Builder::new()
            .name("gambeson-sweep".into())
            .spawn(run)
            .is_ok()
    });
}

fn run() {
    loop {
        thread::sleep(TICK);
        for manager in due() {
            manager.sweep();
        }
        #[cfg(feature = "metrics")]
        for manager in alive() {
            manager.publish_metrics();
        }
    }
}

/// The managers whose time has come. Swept outside of the lock.
fn due() -> Vec<CacheManager> {
    let now = Instant::now();
    let mut due = Vec::new();
    lock(&MANAGERS).retain_mut(|entry| {
        let Some(manager) = CacheManager::upgrade(&entry.manager) else {
            return false;
        };
        if entry.next <= now {
            entry.next = now + entry.every;
            due.push(manager);
        }
        true
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
