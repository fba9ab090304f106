//! The queue, its thread, and files in a directory.

mod faults;
mod files;
#[cfg(unix)]
mod killed;
#[cfg(feature = "metrics")]
mod metrics;
mod queue;
mod support;
