//! Help for tests of what uses gambeson.

pub use crate::clock::ManualClock;
