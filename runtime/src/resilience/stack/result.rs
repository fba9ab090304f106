//! What a guarded function returns, told by its type and not by how that is spelt.

use crate::resilience::rejected::Rejected;

/// A `Result`, by whatever name.
#[diagnostic::on_unimplemented(
    message = "a guard looks at the `Err` of a `Result`, and this function returns `{Self}`",
    label = "return a `Result<{Self}, E>`, or remove the attribute"
)]
pub trait Fallible: Sized {
    /// The type of what succeeds.
    type Value;
    /// The type of what fails.
    type Error;

    /// The error, if there is one.
    fn error(&self) -> Option<&Self::Error>;

    /// Failed with this error.
    fn failed(error: Self::Error) -> Self;

    /// Succeeded with this value.
    fn succeeded(value: Self::Value) -> Self;

    /// As a `Result`.
    ///
    /// # Errors
    ///
    /// Its own.
    fn into_result(self) -> Result<Self::Value, Self::Error>;
}

#[diagnostic::do_not_recommend]
impl<T, E> Fallible for Result<T, E> {
    type Value = T;
    type Error = E;

    #[cfg_attr(not(debug_assertions), inline)]
    fn error(&self) -> Option<&E> {
        self.as_ref().err()
    }

    fn failed(error: E) -> Self {
        Err(error)
    }

    fn succeeded(value: T) -> Self {
        Ok(value)
    }

    fn into_result(self) -> Self {
        self
    }
}

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
