//! What a message says to write, written: it compiles. A file for each macro has its answers; `orders` has
//! those about orders of attributes, and `mend` does what a message says.

mod bulkhead;
mod cache_key;
mod cached;
mod circuit_breaker;
mod fallback;
mod hedge;
mod invalidate;
mod key;
mod log_exceptions;
mod log_execution_time;
mod masked;
mod mend;
mod orders;
mod rate_limit;
mod retry;
mod stack;
mod strategies;
mod timeout;

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

/// A failing file, and what its messages say to write in place of what is there.
type Case = (&'static str, &'static [(&'static str, &'static str)]);

/// The answers about each macro.
const ALL: &[&[Case]] = &[
    bulkhead::CASES,
    cache_key::CASES,
    cached::CASES,
    circuit_breaker::CASES,
    fallback::CASES,
    hedge::CASES,
    invalidate::CASES,
    key::CASES,
    log_exceptions::CASES,
    log_execution_time::CASES,
    masked::CASES,
    rate_limit::CASES,
    retry::CASES,
    stack::CASES,
    strategies::CASES,
    timeout::CASES,
];

#[test]
fn what_a_message_says_to_write_compiles() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut source = String::from("#![allow(warnings)]\n");
    for (case, edits) in ALL.iter().copied().flatten() {
        let mended = mend::mend(root, case, edits);
        let name = case.replace('/', "_");
        let _ = write!(source, "\nmod {name} {{\n{mended}}}\n");
    }
    source.push_str("\nfn main() {}\n");
    let file = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("suggestions.rs");
    fs::write(&file, source).unwrap();
    trybuild::TestCases::new().pass(file);
}
