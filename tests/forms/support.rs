//! What every form is checked by.

use std::cell::Cell;

thread_local! {
    // Each test has a thread of its own, and polls its futures there.
    static RUNS: Cell<u32> = const { Cell::new(0) };
}

/// Called by every body.
pub(crate) fn ran() {
    RUNS.set(RUNS.get() + 1);
}

/// How many bodies this thread has run.
pub(crate) fn runs() -> u32 {
    RUNS.get()
}

/// The first expression is evaluated twice and runs one body; each other one runs a body of its
/// own, once.
macro_rules! assert_cached {
    ($same:expr $(, $other:expr)+ $(,)?) => {{
        let before = $crate::support::runs();
        let first = $same;
        assert_eq!($crate::support::runs(), before + 1, "the first call loads");
        let second = $same;
        assert_eq!($crate::support::runs(), before + 1, "the second call is a hit");
        assert_eq!(first, second, "a hit gives what the load gave");
        $(
            let before = $crate::support::runs();
            let other = $other;
            assert_eq!($crate::support::runs(), before + 1, "other arguments are another entry");
            assert_eq!(other, $other);
            assert_eq!($crate::support::runs(), before + 1, "the other entry is a hit, too");
        )+
        assert_eq!(first, $same, "the first entry is still there");
    }};
}
