//! A wait that an error asks for: the `Retry-After` of a service.

use std::marker::PhantomData;
use std::time::Duration;

use crate::resilience::rejected::Rejected;

/// An error that may say when to come again.
///
/// `#[retry]` asks every error that implements it, and waits as long as it says, instead of the
/// backoff and without jitter. A wait that the `deadline` does not allow is not begun: the error is
/// returned at once. Without a deadline a service that asks for an hour is given an hour.
///
/// ```
/// use std::time::Duration;
/// use gambeson::resilience::RetryAfter;
///
/// enum PayError { Down, Busy { retry_after: Duration } }
///
/// impl RetryAfter for PayError {
///     fn retry_after(&self) -> Option<Duration> {
///         match self {
///             Self::Down => None,
///             Self::Busy { retry_after } => Some(*retry_after),
///         }
///     }
/// }
/// # assert_eq!(PayError::Down.retry_after(), None);
/// # assert!(PayError::Busy { retry_after: Duration::ZERO }.retry_after().is_some());
/// ```
pub trait RetryAfter {
    /// After what time to come again; `None` leaves it to the backoff.
    fn retry_after(&self) -> Option<Duration>;
}

impl RetryAfter for Rejected {
    fn retry_after(&self) -> Option<Duration> {
        self.retry_after()
    }
}

impl<E: RetryAfter + ?Sized> RetryAfter for Box<E> {
    fn retry_after(&self) -> Option<Duration> {
        (**self).retry_after()
    }
}

/// `|result| wait`, of the error in it.
#[cfg_attr(not(debug_assertions), inline)]
pub fn waiting<R, F: Fn(&R) -> Option<Duration>>(after: F) -> F {
    after
}

/// `|error| wait`, of the error.
#[cfg_attr(not(debug_assertions), inline)]
pub fn asked<E, F: Fn(&E) -> Option<Duration>>(after: F, error: &E) -> Option<Duration> {
    after(error)
}

/// An error that is asked when to come again.
///
/// Generated code calls `(&&AfterProbe::of(error)).after(error)` with the traits of this module in
/// scope.
#[derive(Debug)]
pub struct AfterProbe<E>(PhantomData<fn(&E)>);

impl<E> AfterProbe<E> {
    /// Asks about the type of `error`.
    pub fn of(_error: &E) -> Self {
        Self(PhantomData)
    }
}

/// An error that says so.
pub trait AfterAsked<E> {
    /// After what time.
    fn after(&self, error: &E) -> Option<Duration>;
}

impl<E: RetryAfter> AfterAsked<E> for &AfterProbe<E> {
    fn after(&self, error: &E) -> Option<Duration> {
        error.retry_after()
    }
}

/// Any other error.
pub trait AfterAny<E> {
    /// As [`AfterAsked::after`].
    fn after(&self, error: &E) -> Option<Duration>;
}

impl<E> AfterAny<E> for AfterProbe<E> {
    fn after(&self, _: &E) -> Option<Duration> {
        None
    }
}
