//! The sweep: one thread for all managers of the process, which frees what has expired.

use std::panic::{AssertUnwindSafe, catch_unwind};
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
    last: Instant,
}

static MANAGERS: Mutex<Vec<Due>> = Mutex::new(Vec::new());
static THREAD: OnceLock<bool> = OnceLock::new();

/// Has `manager` swept every so often, for as long as somebody holds it.
pub(crate) fn register(manager: Weak<Inner>, every: Duration) {
    lock(&MANAGERS).push(Due {
        manager,
        every,
        last: Instant::now(),
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
            guarded(|| manager.sweep());
            guarded(|| drop(manager));
        }
        #[cfg(feature = "metrics")]
        for manager in alive() {
            guarded(|| manager.publish_metrics());
            guarded(|| drop(manager));
        }
    }
}

/// Runs what may call the user's code (a value's `Drop`, a recorder of metrics), whose panic must not
/// end the sweep of all managers. The panic's own message has been printed by then.
fn guarded(step: impl FnOnce()) {
    let _ = catch_unwind(AssertUnwindSafe(step));
}

/// The managers whose time has come. Swept outside of the lock.
fn due() -> Vec<CacheManager> {
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

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::*;

    #[test]
    fn a_panic_of_the_user_s_code_does_not_reach_the_thread() {
        let reached = AtomicUsize::new(0);
        guarded(|| panic!("a value's own"));
        guarded(|| {
            reached.fetch_add(1, Ordering::Relaxed);
        });
        assert_eq!(reached.into_inner(), 1);
    }
}
