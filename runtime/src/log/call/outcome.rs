//! How a call ended.

use crate::stack::Fallible;

/// How a call ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Outcome {
    /// With a value that is no `Err`.
    Ok,
    /// With an `Err`.
    Err,
    /// Its body has panicked.
    Panic,
    /// It was dropped before its end.
    Cancelled,
}

impl Outcome {
    /// Of a call that has answered with this.
    #[cfg_attr(not(debug_assertions), inline)]
    pub(in crate::log) fn of(result: &impl Fallible) -> Self {
        match result.error() {
            Some(_) => Self::Err,
            None => Self::Ok,
        }
    }

    /// `ok`, `err`, `panic` or `cancelled`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::Err => "err",
            Self::Panic => "panic",
            Self::Cancelled => "cancelled",
        }
    }
}

/// The traits by which results are told apart: `(&&Answered(&value)).outcome()`.
pub mod told_apart {
    use super::{Fallible, Outcome};

    /// What a call has answered.
    #[derive(Debug)]
    pub struct Answered<'a, R>(pub &'a R);

    /// A `Result`.
    pub trait OfResult {
        /// What it succeeds with.
        type Value;

        /// How the call ended.
        fn outcome(&self) -> Outcome;

        /// The value, if it has succeeded.
        fn succeeded(&self) -> Option<&Self::Value>;
    }

    impl<R: Fallible> OfResult for &Answered<'_, R> {
        type Value = R::Value;

        #[cfg_attr(not(debug_assertions), inline)]
        fn outcome(&self) -> Outcome {
            Outcome::of(self.0)
        }

        fn succeeded(&self) -> Option<&R::Value> {
            self.0.value()
        }
    }

    /// Anything else.
    pub trait OfValue {
        /// What it is.
        type Value;

        /// How the call ended.
        fn outcome(&self) -> Outcome;

        /// The value.
        fn succeeded(&self) -> Option<&Self::Value>;
    }

    impl<R> OfValue for Answered<'_, R> {
        type Value = R;

        #[cfg_attr(not(debug_assertions), inline)]
        fn outcome(&self) -> Outcome {
            Outcome::Ok
        }

        fn succeeded(&self) -> Option<&R> {
            Some(self.0)
        }
    }
}
