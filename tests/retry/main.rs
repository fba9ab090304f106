//! The promises of `#[retry]` and of the retry by hand.
#![deny(warnings, clippy::all, clippy::pedantic)]

mod forms;
