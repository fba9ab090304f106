//! `#[timeout]` and `Timeout`: what takes too long is dropped, in time and never early.

mod around_a_retry;
mod carried;
mod deadlines;
mod ends;
mod forms;
mod support;
