//! What a handle does by hand, beside a free function and on a method.
#![deny(warnings, clippy::all, clippy::pedantic)]

mod functions;
mod guards;
mod methods;

use std::cell::Cell;

thread_local! {
    // Each test has a thread of its own.
    static RUNS: Cell<u32> = const { Cell::new(0) };
}

fn ran() {
    RUNS.set(RUNS.get() + 1);
}

fn runs() -> u32 {
    RUNS.get()
}

/// Something that cannot be part of a key.
struct Db;
