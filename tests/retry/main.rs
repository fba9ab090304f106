//! The promises of `#[retry]` and of the retry by hand.
#![deny(warnings, clippy::all, clippy::pedantic)]

mod budget;
mod by_hand;
mod ends;
mod events;
mod forms;
mod rules;
mod stacked;
mod waits;
