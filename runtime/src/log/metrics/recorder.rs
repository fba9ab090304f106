//! Who counts now.
//!
//! Handles may be held only of a recorder that stays: the one that a process installs, once, and never
//! frees. A thread may have another one for a while (`metrics::with_local_recorder`), whose place in
//! memory the next one gets. The facade does not say which of the two it gives; but a thread that has
//! just begun has none of its own, so one is asked.

use std::sync::atomic::{AtomicU32, AtomicUsize, Ordering};
use std::{mem, ptr, thread};

use metrics::Recorder;

/// Who counts now.
pub(super) enum Current<'a> {
    /// The recorder of the process.
    Process(&'a dyn Recorder),
    /// There is none.
    Nobody,
    /// A recorder that may be gone when this call is over.
    Other(&'a dyn Recorder),
}

/// Where the recorder of the process is; 0 while that is not known.
static PROCESS: AtomicUsize = AtomicUsize::new(0);
/// Where the facade's own recorder is, which stands in where nobody counts; 0 while that is not known.
static NOBODY: AtomicUsize = AtomicUsize::new(0);

#[cfg_attr(not(debug_assertions), inline)]
pub(super) fn with_current<T>(then: impl FnOnce(Current<'_>) -> T) -> T {
    metrics::with_recorder(|recorder| {
        let at = place(recorder);
        then(if at == PROCESS.load(Ordering::Relaxed) {
            Current::Process(recorder)
        } else if at == NOBODY.load(Ordering::Relaxed) {
            Current::Nobody
        } else {
            unknown(recorder)
        })
    })
}

#[cfg_attr(not(debug_assertions), inline)]
fn place(recorder: &dyn Recorder) -> usize {
    ptr::from_ref(recorder).addr()
}

#[cold]
fn unknown(recorder: &dyn Recorder) -> Current<'_> {
    static SEEN: AtomicU32 = AtomicU32::new(0);
    // A thread is not begun for each call beneath a recorder of one thread: the first call asks, then
    // the second, the fourth, and so on. Until it is known, a call looks its series up, which is right
    // as well, but slower.
    let seen = SEEN.fetch_add(1, Ordering::Relaxed).wrapping_add(1);
    if PROCESS.load(Ordering::Relaxed) == 0 && seen.is_power_of_two() {
        ask();
    }
    let at = place(recorder);
    if at == PROCESS.load(Ordering::Relaxed) {
        Current::Process(recorder)
    } else if at == NOBODY.load(Ordering::Relaxed) {
        Current::Nobody
    } else {
        Current::Other(recorder)
    }
}

/// A recorder without a size that was installed is in a box, whose place is then its alignment: below any static.
const FIRST_PAGE: usize = 4096;

/// Asks a thread of its own.
fn ask() {
    let look = || metrics::with_recorder(|recorder| (place(recorder), mem::size_of_val(recorder)));
    let thread = thread::Builder::new().name("gambeson-metrics".into());
    let Ok(Ok((at, size))) = thread.spawn(look).map(thread::JoinHandle::join) else {
        return;
    };
    // The facade's own is a static without a size.
    let known = if size == 0 && at >= FIRST_PAGE {
        &NOBODY
    } else {
        &PROCESS
    };
    known.store(at, Ordering::Relaxed);
}
