//! Nothing reaches a log through `tracing-subscriber`, or standard error through a panic, that the
//! masker knows.

mod captured;
mod events;
mod panics;
mod spans;
