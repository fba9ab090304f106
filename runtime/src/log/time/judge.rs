//! How a call ended, by its result.

use crate::log::call::Outcome;
use crate::log::call::value::FieldValue;

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

/// Without `ret`.
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
