//! `#[bulkhead]` and `Bulkhead`: so many at a time, in order, and no place is ever lost.

mod admission;
mod by_hand;
mod forms;
mod places;
mod queue;
mod stacks;
mod support;
