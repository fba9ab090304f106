//! What stands in for an error: a value, or what the function of `with = ..` returns, which is a
//! result or a future of one.

use std::future::{Ready, ready};

/// The answer of a fallback function, now or later. `Time` tells the two apart.
#[diagnostic::on_unimplemented(
    message = "`with` returns what the function returns, `{Result}`, or a future of it; this one returns `{Self}`",
    label = "returns `{Self}`"
)]
pub trait Instead<Result, Time> {
    /// How it is awaited.
    type Answer: Future<Output = Result>;

    /// To be awaited.
    fn instead(self) -> Self::Answer;
}

/// A result, which is there.
#[derive(Debug)]
pub struct Now;

/// A future of a result.
#[derive(Debug)]
pub struct Later;

#[diagnostic::do_not_recommend]
impl<R> Instead<R, Now> for R {
    type Answer = Ready<R>;

    fn instead(self) -> Ready<R> {
        ready(self)
    }
}

#[diagnostic::do_not_recommend]
impl<R, F: Future<Output = R>> Instead<R, Later> for F {
    type Answer = F;

    fn instead(self) -> F {
        self
    }
}

/// Drops an error that is not needed any more. Not `drop` where it was: of an error that has nothing
/// to drop, clippy would say so to the user.
pub fn answered<E>(_: E) {}

/// Any error.
pub fn any_error<E>(_: &E) -> bool {
    true
}
