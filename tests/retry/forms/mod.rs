//! Forms of functions that `#[retry]` stands on. Each is compiled with every warning denied, and
//! run: two attempts fail, the third succeeds.

use std::cell::Cell;

mod functions;
mod futures;
mod generics;
mod lints;
mod methods;
mod values;

/// What the first two attempts answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Busy;

thread_local! {
    // Each test has a thread of its own, and polls its futures there.
    static RUNS: Cell<u32> = const { Cell::new(0) };
}

/// Called by every body: fails twice.
pub(crate) fn third() -> Result<(), Busy> {
    RUNS.set(RUNS.get() + 1);
    if RUNS.get() < 3 { Err(Busy) } else { Ok(()) }
}

/// How many bodies have run since this was called last.
pub(crate) fn runs() -> u32 {
    RUNS.take()
}

/// The call gives this by its third attempt.
macro_rules! assert_third {
    ($call:expr, $answer:expr) => {{
        $crate::forms::runs();
        assert_eq!($call, Ok::<_, $crate::forms::Busy>($answer));
        assert_eq!(
            $crate::forms::runs(),
            3,
            "two attempts fail, and the third does not"
        );
    }};
}
pub(crate) use assert_third;

/// What cannot be cloned.
#[derive(Debug)]
pub(crate) struct Db(pub(crate) u64);
