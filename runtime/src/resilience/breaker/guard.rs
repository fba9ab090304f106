//! The breaker in a stack: what generated code makes for each call.

use std::borrow::Borrow;
use std::fmt;
use std::ops::ControlFlow;
use std::task::{Context, Poll};

use super::core::Admission;
use super::face::CircuitBreaker;
use super::keyed::KeyedBreakers;
use super::permit::Outcome;
use crate::cache::KeyBuf;
use crate::resilience::rejected::Rejected;
use crate::stack::{Answer, Begin, Call, End, Guard, Panic};

/// One call through a breaker. `B` leads to the breaker, `J` judges a result, `A` answers in the
/// place of a call that is not admitted.
///
/// What is held of the circuit is given back on every way out: by a result, by a guard above, and
/// when the call is dropped or panics.
pub struct BreakerGuard<B: Borrow<CircuitBreaker>, J, A, const REFUSALS: bool> {
    breaker: B,
    admission: Option<Admission>,
    judge: J,
    answer: A,
}

/// The guard of one call. `REFUSALS` counts what a guard below has refused, too. What the function
/// returns is not looked at here: what it lacks is to be said at its type, and once.
#[cfg_attr(not(debug_assertions), inline)]
pub fn breaker_guard<R, B, J, A, const REFUSALS: bool>(
    breaker: B,
    judge: J,
    answer: A,
) -> BreakerGuard<B, J, A, REFUSALS>
where
    B: Borrow<CircuitBreaker>,
    J: Fn(&R) -> Outcome,
    A: Fn(Rejected) -> R,
{
    BreakerGuard {
        breaker,
        admission: None,
        judge,
        answer,
    }
}

/// The breaker of a key.
pub fn breaker_by_key(breakers: &KeyedBreakers, key: KeyBuf) -> CircuitBreaker {
    breakers.of_buf(key)
}

/// An argument that a `fallback` sees, while the body has it.
#[diagnostic::on_unimplemented(
    message = "`fallback` is handed a copy of each argument that it sees, and `{Self}` cannot be cloned",
    label = "take it by reference, share it as an `Arc`, or derive `Clone` for `{Self}`"
)]
pub trait Passed: Sized {
    /// A copy of it.
    #[must_use]
    fn passed(&self) -> Self;
}

#[diagnostic::do_not_recommend]
impl<T: Clone> Passed for T {
    #[cfg_attr(not(debug_assertions), inline)]
    fn passed(&self) -> Self {
        self.clone()
    }
}

/// What a result counts as where nothing is said: an error is a failure.
#[cfg_attr(not(debug_assertions), inline)]
pub fn judge_error<E>(error: Option<&E>) -> Outcome {
    if error.is_some() {
        Outcome::Failure
    } else {
        Outcome::Success
    }
}

/// Asks a closure of the user's, whose argument's type is known by then.
#[cfg_attr(not(debug_assertions), inline)]
pub fn ask<T: ?Sized>(about: &T, question: impl FnOnce(&T) -> bool) -> bool {
    question(about)
}

impl<B: Borrow<CircuitBreaker>, J, A, const REFUSALS: bool> BreakerGuard<B, J, A, REFUSALS> {
    #[cfg_attr(not(debug_assertions), inline)]
    fn begin<R>(&mut self) -> Begin<R>
    where
        A: Fn(Rejected) -> R,
    {
        match self.breaker.borrow().core().acquire() {
            Ok(admission) => {
                self.admission = Some(admission);
                ControlFlow::Continue(())
            }
            Err(rejected) => ControlFlow::Break(Answer::refused((self.answer)(rejected))),
        }
    }

    #[cfg_attr(not(debug_assertions), inline)]
    fn abandon(&mut self) {
        if let Some(admission) = self.admission.take() {
            self.breaker.borrow().core().abandon(admission);
        }
    }
}

impl<R, B, J, A, const REFUSALS: bool> Guard<R> for BreakerGuard<B, J, A, REFUSALS>
where
    B: Borrow<CircuitBreaker>,
    J: Fn(&R) -> Outcome,
    A: Fn(Rejected) -> R,
{
    const HEARS_PANICS: bool = true;

    #[cfg_attr(not(debug_assertions), inline)]
    fn poll_begin(&mut self, _: &mut Context<'_>, _: Call<'_>) -> Poll<Begin<R>> {
        Poll::Ready(self.begin())
    }

    #[cfg_attr(not(debug_assertions), inline)]
    fn begin_blocking(&mut self, _: Call<'_>) -> Begin<R> {
        self.begin()
    }

    #[cfg_attr(not(debug_assertions), inline)]
    fn end(&mut self, answer: Answer<&R>, _: Call<'_>) -> End {
        // The admission is still held while the user's closures run: they may panic.
        let outcome = if answer.refused && !REFUSALS {
            Outcome::Ignored
        } else {
            (self.judge)(answer.result)
        };
        if let Some(admission) = self.admission.take() {
            self.breaker.borrow().core().finish(admission, outcome);
        }
        End::Done
    }

    #[cold]
    fn panicked(&mut self, _: Option<&Panic>) {
        if let Some(admission) = self.admission.take() {
            let core = self.breaker.borrow().core();
            core.finish(admission, Outcome::Failure);
        }
    }

    #[cfg_attr(not(debug_assertions), inline)]
    fn cancel(&mut self) {
        self.abandon();
    }
}

impl<B: Borrow<CircuitBreaker>, J, A, const REFUSALS: bool> Drop
    for BreakerGuard<B, J, A, REFUSALS>
{
    #[cfg_attr(not(debug_assertions), inline)]
    fn drop(&mut self) {
        self.abandon();
    }
}

impl<B: Borrow<CircuitBreaker>, J, A, const REFUSALS: bool> fmt::Debug
    for BreakerGuard<B, J, A, REFUSALS>
{
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("BreakerGuard")
            .field("breaker", &self.breaker.borrow().name())
            .field("admitted", &self.admission.is_some())
            .finish_non_exhaustive()
    }
}
