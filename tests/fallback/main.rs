//! `#[fallback]`: when it answers, with what, and what it leaves alone.
#![deny(warnings, clippy::all, clippy::pedantic)]

mod answers;
mod forms;
mod seen;
mod stacked;

/// What the bodies here fail with.
#[derive(Clone, Debug, PartialEq)]
enum PriceError {
    Down,
    Unknown(u32),
}
