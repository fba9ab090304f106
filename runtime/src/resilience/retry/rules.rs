//! What the words of an attribute say about a result.

use std::time::Duration;

use crate::describe::Description;
use crate::resilience::breaker::Outcome;
use crate::resilience::classify::Refusal;

/// What is asked about the result of an attempt. Only `judge` is asked about each.
pub(super) trait Rules<R> {
    /// Whether it is to be tried again: only a failure is.
    fn judge(&self, result: &R) -> Outcome;

    /// The refusal that it comes from.
    fn refusal(&self, result: &R) -> Option<Refusal>;

    /// The wait that it asks for.
    fn after(&self, result: &R) -> Option<Duration>;

    /// Its error, in words.
    fn describe<'a>(&self, result: &'a R) -> Option<Description<'a>>;

    /// It is about to be tried again, after so many attempts and this wait.
    fn tell(&self, result: &R, attempts: u32, delay: Duration);
}

/// The rules of an attribute, as closures that nearly always capture nothing.
#[derive(Clone, Copy, Debug)]
pub struct RetryRules<J, F, A, D, T> {
    /// As [`judged`](crate::private::guards::judged).
    pub judge: J,
    /// As [`refusing`](crate::private::guards::refusing).
    pub refusal: F,
    /// As [`waiting`](crate::private::guards::waiting).
    pub after: A,
    /// As [`describing`](crate::private::guards::describing).
    pub describe: D,
    /// As [`telling`].
    pub tell: T,
}

/// `|result, attempts, delay|`, before a wait.
#[cfg_attr(not(debug_assertions), inline)]
pub fn telling<R, F: Fn(&R, u32, Duration)>(tell: F) -> F {
    tell
}

/// `|error, attempts, delay|`, before a wait.
#[cfg_attr(not(debug_assertions), inline)]
pub fn told<E, F: Fn(&E, u32, Duration)>(tell: F, error: &E, attempts: u32, delay: Duration) {
    tell(error, attempts, delay);
}

impl<R, J, F, A, D, T> Rules<R> for RetryRules<J, F, A, D, T>
where
    J: Fn(&R) -> Outcome,
    F: Fn(&R) -> Option<Refusal>,
    A: Fn(&R) -> Option<Duration>,
    D: for<'a> Fn(&'a R) -> Option<Description<'a>>,
    T: Fn(&R, u32, Duration),
{
    #[cfg_attr(not(debug_assertions), inline)]
    fn judge(&self, result: &R) -> Outcome {
        (self.judge)(result)
    }

    fn refusal(&self, result: &R) -> Option<Refusal> {
        (self.refusal)(result)
    }

    fn after(&self, result: &R) -> Option<Duration> {
        (self.after)(result)
    }

    fn describe<'a>(&self, result: &'a R) -> Option<Description<'a>> {
        (self.describe)(result)
    }

    fn tell(&self, result: &R, attempts: u32, delay: Duration) {
        (self.tell)(result, attempts, delay);
    }
}
