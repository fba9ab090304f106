//! Locks that a panic elsewhere does not poison.

use std::sync::{Mutex, MutexGuard, PoisonError};

/// Locks `mutex`. What the crate keeps under a lock is whole between any two statements, so a
/// panic of another thread is no reason to refuse it.
pub(crate) fn lock<T: ?Sized>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// What the models of loom replace: where it decides over who may call, and over what a hit may answer.
pub(crate) mod modelled {
    #[cfg(gambeson_loom)]
    use loom::sync;
    #[cfg(not(gambeson_loom))]
    use std::sync;

    #[cfg(feature = "resilience")]
    pub(crate) use sync::atomic::AtomicUsize;
    pub(crate) use sync::atomic::{AtomicBool, AtomicU64};
    #[cfg(feature = "resilience")]
    pub(crate) use sync::{Mutex, MutexGuard};

    /// As [`lock`](super::lock).
    #[cfg(feature = "resilience")]
    pub(crate) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
        mutex
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}
