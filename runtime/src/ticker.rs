//! What is done each second: one thread for all caches and guards of the process.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::OnceLock;
use std::thread;
use std::time::Duration;

use crate::cache::sweep;
#[cfg(feature = "log")]
use crate::log::stuck;
#[cfg(all(feature = "resilience", feature = "metrics"))]
use crate::resilience::publish_metrics;

const TICK: Duration = Duration::from_secs(1);

static THREAD: OnceLock<bool> = OnceLock::new();

/// Has the thread run from now on. `false` if there is none to be had.
pub(crate) fn start() -> bool {
    *THREAD.get_or_init(|| {
        thread::Builder::new()
            .name("gambeson".into())
            .spawn(run)
            .is_ok()
    })
}

fn run() {
    loop {
        thread::sleep(TICK);
        guarded(sweep::round);
        #[cfg(all(feature = "resilience", feature = "metrics"))]
        guarded(publish_metrics);
        #[cfg(feature = "log")]
        guarded(crate::log::exceptions::repeats::round);
        guarded(stuck::round);
    }
}

/// Runs what may call the user's code (a value's `Drop`, a recorder of metrics), whose panic must not
/// end the thread. The panic's own message has been printed by then.
pub(crate) fn guarded(step: impl FnOnce()) {
    let _ = catch_unwind(AssertUnwindSafe(step));
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

    #[test]
    fn there_is_one_thread_however_often_it_is_started() {
        assert!(start() && start());
        assert_eq!(THREAD.get(), Some(&true));
    }
}
