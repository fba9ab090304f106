//! What a guard is asked, and when.

use std::any::Any;
use std::cell::Cell;
use std::ops::ControlFlow;
use std::task::{Context, Poll};

use crate::clock::{Clock, Tick, is_replaced};
use crate::stack::deadline::Deadline;

/// What the body has answered, or a guard in its place.
#[derive(Clone, Copy, Debug)]
pub struct Answer<R> {
    /// The function's result.
    pub result: R,
    /// Whether a guard has refused: no attempt was made. Guards above count nothing then, and do
    /// not try again.
    pub refused: bool,
}

impl<R> Answer<R> {
    /// The answer of an attempt.
    #[cfg_attr(not(debug_assertions), inline)]
    pub fn made(result: R) -> Self {
        Self {
            result,
            refused: false,
        }
    }

    /// The answer of a guard that let nothing through.
    #[cfg_attr(not(debug_assertions), inline)]
    pub fn refused(result: R) -> Self {
        Self {
            result,
            refused: true,
        }
    }

    /// The same, to look at.
    #[cfg_attr(not(debug_assertions), inline)]
    pub fn as_ref(&self) -> Answer<&R> {
        Answer {
            result: &self.result,
            refused: self.refused,
        }
    }
}

/// What comes of an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// It is passed on, to the guards above.
    Done,
    /// What is below is tried once more, and the guards above are not told: the attempt was not good
    /// enough.
    Again,
}

/// What a thread panics with.
pub(crate) type Panic = dyn Any + Send;

/// May the call go on? [`Break`](ControlFlow::Break) answers it at once.
pub type Begin<R> = ControlFlow<Answer<R>>;

/// One guard of one call, between what is above it and what is below it.
///
/// The questions come in this order, and again from the beginning after [`End::Again`]:
///
/// 1. `poll_begin` until it is ready: it may wait, or answer the call.
/// 2. Around each poll of the body, or the one run of what is not async, `enter` and `leave`; and while
///    anything below is pending (the body, or the wait of a guard below), `poll_cut`.
/// 3. Then exactly one of: `end` with the answer from below; `cancel`, if a guard above has answered
///    in the meantime, even while `poll_begin` is pending, or if the call is dropped in what
///    [surrounds](Self::SURROUNDS) it; `panicked`; or none, if the call is dropped. So a guard that
///    holds something gives it back when it is dropped, too.
///
/// None of these calls the user's body, and none is called while a lock is held.
pub trait Guard<R> {
    /// Whether `panicked` does anything: a stack in which it does not pays nothing for it.
    const HEARS_PANICS: bool = false;

    /// Whether `panicked` has to know what the body panicked with: panics are caught for it, and go on.
    const CATCHES_PANICS: bool = false;

    /// Whether `resume` and `suspend` do anything: a stack in which they do not pays nothing for them.
    const SURROUNDS: bool = false;

    /// Before what is below begins.
    fn poll_begin(&mut self, cx: &mut Context<'_>, call: Call<'_>) -> Poll<Begin<R>>;

    /// The same for a function that is not async: it may let the thread sleep.
    fn begin_blocking(&mut self, call: Call<'_>) -> Begin<R>;

    /// Asked while what is below is pending. An answer ends it: the body is dropped, and the guards
    /// below are cancelled.
    fn poll_cut(&mut self, _cx: &mut Context<'_>, _call: Call<'_>) -> Poll<Answer<R>> {
        Poll::Pending
    }

    /// What is below has answered. The answer stays where it is: a result may be large.
    fn end(&mut self, answer: Answer<&R>, call: Call<'_>) -> End;

    /// The body is about to be polled, or to run.
    fn enter(&mut self) {}

    /// It has been, and has not panicked.
    fn leave(&mut self) {}

    /// The call is polled again, or dropped with its body: this comes before anything else, of a guard
    /// that has not begun, too. What begins in `poll_begin` and ends here until `suspend` surrounds all
    /// that is below, the other guards as well as the body and its drop.
    fn resume(&mut self) {}

    /// The poll is over, whether or not the call is.
    fn suspend(&mut self) {}

    /// The body has panicked, or what a guard has asked of the user. Nothing else is asked then, not
    /// even `leave`. A call that is dropped because something beside it panics is not told. What it
    /// panicked with is known of a body in a stack that [catches](Self::CATCHES_PANICS) panics.
    fn panicked(&mut self, _panic: Option<&Panic>) {}

    /// A guard above has answered, and the body is gone. What this one holds or waits for, it gives
    /// back: the next question, if there is one, is `poll_begin` of another attempt.
    fn cancel(&mut self);

    /// Until when what is below has to be done, where this guard says so. Never later than what
    /// was in force when it began.
    fn deadline(&self) -> Option<Deadline> {
        None
    }
}

/// What the guards of one call share while it is polled once.
#[derive(Clone, Copy, Debug)]
pub struct Call<'a> {
    now: &'a Cell<Option<Tick>>,
    deadline: Option<Deadline>,
}

impl<'a> Call<'a> {
    /// A call, of which `now` is nobody else's.
    #[cfg_attr(not(debug_assertions), inline)]
    pub(crate) fn new(now: &'a Cell<Option<Tick>>) -> Self {
        Self {
            now,
            deadline: None,
        }
    }

    /// The time by `clock`. The system's clock is read once for all guards.
    #[cfg_attr(not(debug_assertions), inline)]
    pub(crate) fn now(self, clock: &Clock) -> Tick {
        match clock {
            Clock::System => {
                if let Some(now) = self.now.get() {
                    return now;
                }
                let now = clock.now();
                // A test's clock may be advanced by whatever the guards call.
                if !is_replaced() {
                    self.now.set(Some(now));
                }
                now
            }
            Clock::Manual(_) => clock.now(),
        }
    }

    /// The thread has slept: the time is read anew.
    pub(crate) fn slept(self) {
        self.now.set(None);
    }

    /// The deadline in force here: that of the nearest guard above, or of the task.
    pub(crate) fn deadline(self) -> Option<Deadline> {
        self.deadline.or_else(Deadline::in_force)
    }

    /// As the guards below see it.
    #[cfg_attr(not(debug_assertions), inline)]
    pub(super) fn below(self, deadline: Option<Deadline>) -> Self {
        Self {
            deadline: deadline.or(self.deadline),
            ..self
        }
    }

    /// Polls with the deadline of the guards in force for whatever asks.
    #[cfg_attr(not(debug_assertions), inline)]
    pub(super) fn scope<T>(self, poll: impl FnOnce() -> T) -> T {
        match self.deadline {
            Some(deadline) => deadline.scope(poll),
            None => poll(),
        }
    }
}
