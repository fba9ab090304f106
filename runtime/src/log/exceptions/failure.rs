//! An error that is to be told, as the function's own closure sees it.

use std::error::Error;
use std::fmt;
use std::ops::Deref;

use tracing::Level;

use crate::describe::Description;
use crate::stack::Fallible;

/// An error that a function returns, and how loudly it is told.
#[derive(Clone, Copy, Debug)]
pub struct Failure<'a> {
    /// What it says.
    pub said: Description<'a>,
    /// The error beneath it.
    pub source: Option<&'a (dyn Error + 'static)>,
    /// At which level it is told.
    pub level: Level,
}

/// `|result| failure`, where there is one to be told.
#[cfg_attr(not(debug_assertions), inline)]
pub fn failing<R, F: for<'a> Fn(&'a R) -> Option<Failure<'a>>>(failure: F) -> F {
    failure
}

/// Of a function that never returns.
pub fn unfailing<R>(_: &R) -> Option<Failure<'_>> {
    None
}

/// A `Result`, by whatever name. As [`Fallible`], and says what `#[log_exceptions]` wants.
#[diagnostic::on_unimplemented(
    message = "`#[log_exceptions]` logs the `Err` of a `Result`, and this function returns `{Self}`",
    label = "return a `Result<{Self}, E>`; or write `#[log_exceptions(panics)]`, if panics are what is meant"
)]
pub trait Failing: Sized {
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

// Not for all that is `Fallible`: rustc would say what a guard wants.
#[diagnostic::do_not_recommend]
impl<T, E> Failing for Result<T, E> {
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

/// An error with a text.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be logged, because it has no `Display`",
    label = "implement `Display` for it; or write `#[log_exceptions(debug)]`, to log it by its `Debug`"
)]
pub trait Logged {
    /// The text.
    fn said(&self) -> Description<'_>;
}

#[diagnostic::do_not_recommend]
impl<E: fmt::Display> Logged for E {
    #[cfg_attr(not(debug_assertions), inline)]
    fn said(&self) -> Description<'_> {
        Description::Display(self)
    }
}

/// The text of an error by its `Debug`.
pub fn debugged<E: fmt::Debug>(error: &E) -> Description<'_> {
    Description::Debug(error)
}

/// What stands in for an error that is swallowed, where nothing is written.
#[diagnostic::on_unimplemented(
    message = "`reraise = false` needs what is returned after an error, and `{Self}` has no `Default`",
    label = "write `default = ..` or `fallback(..)`, or implement `Default` for `{Self}`"
)]
pub trait Defaulted {
    /// The value.
    fn defaulted() -> Self;
}

#[diagnostic::do_not_recommend]
impl<T: Default> Defaulted for T {
    fn defaulted() -> Self {
        T::default()
    }
}

/// The traits by which errors and results are told apart, to be in scope where they are.
pub mod behind {
    use super::{Deref, Error, Fallible};

    /// An error that may have sources: `(&&&Caused(&error)).source()`. Method lookup takes the impl
    /// that needs the fewest dereferences.
    #[derive(Debug)]
    pub struct Caused<'a, E>(pub &'a E);

    /// An [`Error`], which need not be `'static` itself.
    pub trait CausedError<'a> {
        /// The error beneath.
        fn source(&self) -> Option<&'a (dyn Error + 'static)>;
    }

    impl<'a, E: Error> CausedError<'a> for &&Caused<'a, E> {
        fn source(&self) -> Option<&'a (dyn Error + 'static)> {
            self.0.source()
        }
    }

    /// What holds an error and is none: `Box<dyn Error>`, and what other crates put around one.
    pub trait CausedHeld<'a> {
        /// The error beneath.
        fn source(&self) -> Option<&'a (dyn Error + 'static)>;
    }

    impl<'a, E: Deref<Target: Held>> CausedHeld<'a> for &Caused<'a, E> {
        fn source(&self) -> Option<&'a (dyn Error + 'static)> {
            self.0.deref().source_of()
        }
    }

    /// Any other error.
    pub trait CausedAny<'a> {
        /// Nothing.
        fn source(&self) -> Option<&'a (dyn Error + 'static)>;
    }

    impl<'a, E> CausedAny<'a> for Caused<'a, E> {
        fn source(&self) -> Option<&'a (dyn Error + 'static)> {
            None
        }
    }

    /// An error behind a pointer.
    pub trait Held {
        /// The error beneath it.
        fn source_of(&self) -> Option<&(dyn Error + 'static)>;
    }

    impl Held for dyn Error + '_ {
        fn source_of(&self) -> Option<&(dyn Error + 'static)> {
            self.source()
        }
    }

    impl Held for dyn Error + Send + '_ {
        fn source_of(&self) -> Option<&(dyn Error + 'static)> {
            self.source()
        }
    }

    impl Held for dyn Error + Send + Sync + '_ {
        fn source_of(&self) -> Option<&(dyn Error + 'static)> {
            self.source()
        }
    }

    /// What a function returned of which only panics are asked for: `(&&Returned(&value)).error()`.
    #[derive(Debug)]
    pub struct Returned<'a, R>(pub &'a R);

    /// A `Result` after all.
    pub trait ReturnedResult<'a> {
        /// Its error type.
        type Error;

        /// Its error.
        fn error(&self) -> Option<&'a Self::Error>;
    }

    impl<'a, R: Fallible> ReturnedResult<'a> for &Returned<'a, R>
    where
        R::Error: 'a,
    {
        type Error = R::Error;

        fn error(&self) -> Option<&'a R::Error> {
            self.0.error()
        }
    }

    /// Anything else.
    pub trait ReturnedValue<'a> {
        /// Never.
        fn error(&self) -> Option<&'a std::convert::Infallible>;
    }

    impl<'a, R> ReturnedValue<'a> for Returned<'a, R> {
        fn error(&self) -> Option<&'a std::convert::Infallible> {
            None
        }
    }
}

#[cfg(test)]
mod tests {
    use super::behind::*;
    use super::*;
    use crate::log::exceptions::tests::{Inner, Outer};

    macro_rules! source_of {
        ($error:expr) => {{
            let error = $error;
            (&&&Caused(&error)).source().map(ToString::to_string)
        }};
    }

    fn outer() -> Outer {
        Outer(Inner("inner"))
    }

    #[test]
    fn sources_are_found_behind_errors_and_what_holds_them() {
        let inner = Some("inner".to_owned());
        assert_eq!(source_of!(outer()), inner);
        assert_eq!(source_of!(Box::<dyn Error>::from(outer())), inner);
        let boxed: Box<dyn Error + Send> = Box::new(outer());
        assert_eq!(source_of!(boxed), inner);
        assert_eq!(
            source_of!(Box::<dyn Error + Send + Sync>::from(outer())),
            inner
        );
        let shared: std::sync::Arc<dyn Error + Send + Sync> = std::sync::Arc::new(outer());
        assert_eq!(source_of!(shared), inner);
        assert_eq!(source_of!("inner"), None);
        assert_eq!(source_of!(String::from("inner")), None);
    }

    #[test]
    fn the_error_of_a_result_is_found_where_only_panics_are_asked_for() {
        let result: Result<u8, &str> = Err("down");
        assert_eq!((&&Returned(&result)).error(), Some(&"down"));
        assert!(Returned(&1).error().is_none());
    }
}
