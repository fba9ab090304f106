//! The queue, its thread, and files in a directory.

mod faults;
mod files;
#[cfg(feature = "metrics")]
mod metrics;
#[cfg(target_os = "linux")]
mod process;
mod queue;
mod support;
