//! The guards of one function, above one another, as one future.
//!
//! A stack is not futures around futures: each guard answers a few questions ([`Guard`]), [`On`]
//! puts two above one another, and [`attempt`] asks them around one poll of the body. So a stack
//! has one await point, the wait of any guard is seen by all above it, and what is above a retry is
//! not told of its attempts.

mod attempt;
pub(crate) mod deadline;
mod guard;
mod instead;
mod on;
mod result;
#[cfg(test)]
mod tests;

pub use attempt::{Attempt, Once, attempt, attempt_blocking, once, once_blocking};
#[cfg(feature = "resilience")]
pub use deadline::Deadline;
pub(crate) use guard::Panic;
pub use guard::{Answer, Begin, Call, End, Guard};
pub use instead::{Instead, answered, any_error};
pub use on::{Chain, Innermost, On};
pub use result::{Fallible, GivenUp};

/// What generated code names of it.
pub(crate) mod generated {
    pub use super::{
        Answer, Attempt, Begin, Call, Chain, End, Fallible, GivenUp, Guard, Innermost, Instead, On,
        Once, answered, any_error, attempt, attempt_blocking, once, once_blocking,
    };
    pub use crate::describe::{Described, Description, describing};

    /// The traits by which errors are told apart.
    pub mod descriptions {
        pub use crate::describe::{DescribeDebug as _, DescribeDisplay as _, DescribeType as _};
    }
}
