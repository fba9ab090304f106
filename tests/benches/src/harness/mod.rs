//! How two things are compared: in interleaved rounds of one run, by their medians.

pub(crate) mod child;
pub(crate) mod compile;
pub(crate) mod drive;
mod report;
mod rounds;
pub(crate) mod scratch;
pub(crate) mod server;

pub(crate) use report::Unit;
pub(crate) use rounds::{Bench, Effort, Subject};
/// What a case that could not be measured says.
pub(crate) type Failure = Box<dyn std::error::Error>;

/// For what the calls of a subject borrow from: cloning its handle at each call would count as part of the call.
pub(crate) fn leak<T>(value: T) -> &'static T {
    Box::leak(Box::new(value))
}
