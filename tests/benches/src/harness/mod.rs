//! How two things are compared: in interleaved rounds of one run, by their medians.

pub(crate) mod drive;
mod report;
mod rounds;

pub(crate) use report::Unit;
pub(crate) use rounds::{Bench, Effort, Subject};
/// What a case that could not be measured says.
pub(crate) type Failure = Box<dyn std::error::Error>;
