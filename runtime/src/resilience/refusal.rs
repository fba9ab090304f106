//! A rejection as the function's own result.

use super::rejected::Rejected;
use crate::stack::Fallible;

/// An error that can say that a guard stood before the call.
#[diagnostic::on_unimplemented(
    message = "`{Self}` must be built from a rejection",
    label = "add `impl From<gambeson::Rejected> for {Self}`",
    note = "a type of another crate cannot have it: return an error of your own that holds the other"
)]
pub trait FromRejected: Sized {
    /// The error of a rejection.
    fn from_rejected(rejected: Rejected) -> Self;
}

#[diagnostic::do_not_recommend]
impl<E: From<Rejected>> FromRejected for E {
    fn from_rejected(rejected: Rejected) -> Self {
        rejected.into()
    }
}

/// How a guard refuses, as the function's result.
pub fn refusal<R: Fallible<Error: FromRejected>>() -> impl Fn(Rejected) -> R + Copy + use<R> {
    |rejected| R::failed(R::Error::from_rejected(rejected))
}
