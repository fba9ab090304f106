//! What a guarded function returns, told by its type and not by how that is spelt.

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

    /// The value, if there is one.
    fn value(&self) -> Option<&Self::Value>;

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

/// What a function with `hard_timeout` returns: a `Result`, as [`Fallible`] is.
#[diagnostic::on_unimplemented(
    message = "`hard_timeout` gives a load up by an `Err`, and this function returns `{Self}`",
    label = "return a `Result<{Self}, gambeson::Rejected>`, or with any error that has `From<gambeson::Rejected>`, or remove `hard_timeout`"
)]
pub trait GivenUp: Sized {
    /// The type of what fails.
    type Error;

    /// Failed with this error.
    fn failed(error: Self::Error) -> Self;
}

// Not for all that is `Fallible`: rustc would say what a guard wants.
#[diagnostic::do_not_recommend]
impl<T, E> GivenUp for Result<T, E> {
    type Error = E;

    fn failed(error: E) -> Self {
        Err(error)
    }
}

#[diagnostic::do_not_recommend]
impl<T, E> Fallible for Result<T, E> {
    type Value = T;
    type Error = E;

    #[cfg_attr(not(debug_assertions), inline)]
    fn error(&self) -> Option<&E> {
        self.as_ref().err()
    }

    #[cfg_attr(not(debug_assertions), inline)]
    fn value(&self) -> Option<&T> {
        self.as_ref().ok()
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
