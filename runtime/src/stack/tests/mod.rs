//! The questions of a stack, in their order.

mod ends;
mod order;
mod script;
mod surround;
mod time;
