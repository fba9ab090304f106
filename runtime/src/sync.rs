//! Locks that a panic elsewhere does not poison.

use std::sync::{Mutex, MutexGuard, PoisonError};

/// Locks `mutex`. What the crate keeps under a lock is whole between any two statements, so a
/// panic of another thread is no reason to refuse it.
pub(crate) fn lock<T: ?Sized>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// What the models of loom replace, where it decides over who may call.
#[cfg(feature = "resilience")]
pub(crate) mod modelled {
    #[cfg(gambeson_loom)]
    pub(crate) use loom::sync::atomic::{AtomicU64, AtomicUsize};
    #[cfg(gambeson_loom)]
    pub(crate) use loom::sync::{Mutex, MutexGuard};
    #[cfg(not(gambeson_loom))]
    pub(crate) use std::sync::atomic::{AtomicU64, AtomicUsize};
    #[cfg(not(gambeson_loom))]
    pub(crate) use std::sync::{Mutex, MutexGuard};

    /// As [`lock`](super::lock).
    pub(crate) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
        mutex
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}
