//! How a call ended, by its result.

use crate::log::call::Outcome;
use crate::log::call::value::FieldValue;
use crate::stack::Fallible;

/// Tells of a result how the call ended, and what `ret` shows of it.
pub trait Judge<R> {
    /// Whether it shows anything of it, by code of the user, which takes its time.
    const SHOWS: bool = false;

    /// Looks at the result.
    fn judge(&self, result: &R) -> (Outcome, FieldValue);
}

/// Of a function whose type cannot fail.
#[derive(Clone, Copy, Debug)]
pub struct Unjudged;

impl<R> Judge<R> for Unjudged {
    #[cfg_attr(not(debug_assertions), inline)]
    fn judge(&self, _: &R) -> (Outcome, FieldValue) {
        (Outcome::Ok, FieldValue::None)
    }
}

/// Of a function that returns a `Result`.
#[derive(Clone, Copy, Debug)]
pub struct ByResult;

impl<R: Fallible> Judge<R> for ByResult {
    #[cfg_attr(not(debug_assertions), inline)]
    fn judge(&self, result: &R) -> (Outcome, FieldValue) {
        (Outcome::of(result), FieldValue::None)
    }
}

/// Which of the two is told by the type: `(&&Judging::<R>::new()).judge()`. Functions that return the same
/// share a guard, which is compiled once.
pub mod judging {
    use std::marker::PhantomData;

    use super::{ByResult, Fallible, Unjudged};

    /// The type of a result.
    #[derive(Debug)]
    pub struct Judging<R>(PhantomData<fn() -> R>);

    impl<R> Judging<R> {
        /// Of this type.
        #[cfg_attr(not(debug_assertions), inline)]
        #[expect(clippy::new_without_default, reason = "only generated code makes one")]
        pub fn new() -> Self {
            Self(PhantomData)
        }
    }

    /// A `Result`.
    pub trait OfResult {
        /// How the call ended.
        fn judge(&self) -> ByResult;
    }

    impl<R: Fallible> OfResult for &Judging<R> {
        #[cfg_attr(not(debug_assertions), inline)]
        fn judge(&self) -> ByResult {
            ByResult
        }
    }

    /// Anything else.
    pub trait OfValue {
        /// How the call ended.
        fn judge(&self) -> Unjudged;
    }

    impl<R> OfValue for Judging<R> {
        #[cfg_attr(not(debug_assertions), inline)]
        fn judge(&self) -> Unjudged {
            Unjudged
        }
    }
}

/// Of a type that has no name where it is returned: only its value tells.
#[derive(Clone, Copy, Debug)]
pub struct Judged<J>(J);

impl<R, J: Fn(&R) -> Outcome> Judge<R> for Judged<J> {
    #[cfg_attr(not(debug_assertions), inline)]
    fn judge(&self, result: &R) -> (Outcome, FieldValue) {
        ((self.0)(result), FieldValue::None)
    }
}

/// Only the outcome.
#[cfg_attr(not(debug_assertions), inline)]
pub fn judged<R, J: Fn(&R) -> Outcome>(judge: J) -> Judged<J> {
    Judged(judge)
}

/// With `ret`.
#[derive(Clone, Copy, Debug)]
pub struct Told<J>(J);

impl<R, J: Fn(&R) -> (Outcome, FieldValue)> Judge<R> for Told<J> {
    const SHOWS: bool = true;

    fn judge(&self, result: &R) -> (Outcome, FieldValue) {
        (self.0)(result)
    }
}

/// The outcome, and the value.
#[cfg_attr(not(debug_assertions), inline)]
pub fn told<R, J: Fn(&R) -> (Outcome, FieldValue)>(judge: J) -> Told<J> {
    Told(judge)
}
