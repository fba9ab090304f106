//! Which line of per-thread counters a thread writes.

use std::cell::{Cell, RefCell};
use std::collections::BTreeSet;
use std::sync::Mutex;

use crate::sync::lock;

/// The line that all threads share that have none of their own.
pub(crate) const SHARED_LINE: usize = 64;

const UNASSIGNED: usize = usize::MAX;

/// Lines that threads have given back, and the next one that nobody has had.
static FREE: Mutex<(BTreeSet<usize>, usize)> = Mutex::new((BTreeSet::new(), 0));

struct LineGuard(usize);

impl Drop for LineGuard {
    fn drop(&mut self) {
        LINE.set(SHARED_LINE);
        if self.0 != SHARED_LINE {
            lock(&FREE).0.insert(self.0);
        }
    }
}

thread_local! {
    static LINE: Cell<usize> = const { Cell::new(UNASSIGNED) };
    static LINE_GUARD: RefCell<Option<LineGuard>> = const { RefCell::new(None) };
}

/// The line of counters that this thread alone writes, or [`SHARED_LINE`].
#[cfg_attr(not(debug_assertions), inline)]
pub(crate) fn thread_line() -> usize {
    let line = LINE.get();
    if line == UNASSIGNED {
        assign_line()
    } else {
        line
    }
}

#[cold]
fn assign_line() -> usize {
    let line = {
        let mut free = lock(&FREE);
        match free.0.pop_first() {
            Some(line) => line,
            None if free.1 < SHARED_LINE => {
                free.1 += 1;
                free.1 - 1
            }
            None => SHARED_LINE,
        }
    };
    let kept = LINE_GUARD
        .try_with(|guard| *guard.borrow_mut() = Some(LineGuard(line)))
        .is_ok();
    // A thread whose destructors run already cannot give a line back.
    if !kept && line != SHARED_LINE {
        lock(&FREE).0.insert(line);
    }
    let line = if kept { line } else { SHARED_LINE };
    LINE.set(line);
    line
}
