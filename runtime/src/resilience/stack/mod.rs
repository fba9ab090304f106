//! The guards of one function, above one another, as one future.
//!
//! A stack is not futures around futures: each guard answers a few questions ([`Guard`]), [`On`]
//! puts two above one another, and [`attempt`] asks them around one poll of the body. So a stack
//! has one await point, the wait of any guard is seen by all above it, and what is above a retry is
//! not told of its attempts.

mod again;
mod attempt;
mod guard;
mod on;
mod result;
#[cfg(test)]
mod tests;

pub use again::Again;
pub use attempt::{Attempt, Once, attempt, attempt_blocking, once, once_blocking};
pub use guard::{Answer, Begin, Call, End, Guard};
pub use on::{Chain, Innermost, On};
pub use result::{Fallible, FromRejected, refusal};
