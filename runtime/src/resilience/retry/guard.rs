//! One call that may be tried again.

use std::ops::ControlFlow;
use std::pin::{Pin, pin};
use std::task::{Context, Poll, ready};
use std::time::Duration;

use pin_project_lite::pin_project;
use tokio::time::{Instant, Sleep, sleep_until};

use super::backoff::chance;
use super::core::{Core, Counted};
use super::events::{self, Reason};
use super::rules::Rules;
use crate::clock::{Clock, Tick};
use crate::describe::Description;
use crate::resilience::breaker::Outcome;
use crate::stack::deadline::{Against, Deadline};
use crate::stack::{Answer, Begin, Call, End, Guard};

/// The guard of one call.
///
/// A call that succeeds at once reads no clock (but where there is a deadline), draws no number and
/// allocates nothing.
#[derive(Debug)]
pub struct RetryGuard<'a, L> {
    core: &'a Core,
    rules: L,
    /// When the call began, where there is a deadline; else [`Tick::NEVER`].
    begun: Tick,
    tries: Option<Pin<Box<Tries>>>,
}

pin_project! {
    /// What a call needs once it has failed, or has waited beneath a deadline.
    #[derive(Debug)]
    struct Tries {
        // Attempts that have failed.
        failed: u32,
        // Until when all has to be done.
        until: Option<Instant>,
        // The last wait of the backoff.
        last: Duration,
        // The end of the wait before the next attempt.
        wake: Option<Instant>,
        #[pin]
        sleep: Option<Sleep>,
    }
}

impl Tries {
    /// Waits for what is left of the wait.
    fn poll_wake(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<()> {
        let mut this = self.project();
        let Some(wake) = *this.wake else {
            return Poll::Ready(());
        };
        if this.sleep.is_none() {
            this.sleep.set(Some(sleep_until(wake)));
        }
        if let Some(sleep) = this.sleep.as_mut().as_pin_mut() {
            // A body that has used up the task's budget must not keep the timer from being seen.
            ready!(pin!(tokio::task::unconstrained(sleep)).poll(cx));
        }
        this.sleep.set(None);
        *this.wake = None;
        Poll::Ready(())
    }

    fn wake_blocking(self: Pin<&mut Self>) {
        if let Some(wake) = self.project().wake.take() {
            std::thread::sleep(wake.saturating_duration_since(Instant::now()));
        }
    }
}

impl<'a, L> RetryGuard<'a, L> {
    #[cfg_attr(not(debug_assertions), inline)]
    pub(super) fn of(core: &'a Core, rules: L) -> Self {
        Self {
            core,
            rules,
            begun: Tick::NEVER,
            tries: None,
        }
    }

    /// The call comes.
    #[cfg_attr(not(debug_assertions), inline)]
    fn first(&mut self, call: Call<'_>) {
        self.core.count(Counted::Call);
        if self.core.policy.deadline.is_some() {
            self.begun = call.now(&self.core.clock);
        }
    }

    /// Begins to keep the time by the timer's clock, which is the one that waits go by.
    #[cold]
    fn keep_time(&mut self, call: Call<'_>) -> &mut Pin<Box<Tries>> {
        let (core, begun) = (self.core, self.begun);
        self.tries.get_or_insert_with(|| {
            let until = core.policy.deadline.and_then(|deadline| {
                let gone = call.now(&core.clock).since(begun);
                Instant::now().checked_add(deadline.saturating_sub(gone))
            });
            Box::pin(Tries {
                failed: 0,
                until,
                last: Duration::ZERO,
                wake: None,
                sleep: None,
            })
        })
    }

    /// The attempt is to be tried again, if it may.
    #[cold]
    fn failed<R>(&mut self, answer: Answer<&R>, call: Call<'_>) -> End
    where
        L: Rules<R>,
    {
        let core = self.core;
        let first = self.keep_time(call).as_ref().failed == 0;
        if first {
            core.first_ended();
        }
        let next = self.next(answer, call);
        let attempts = self.attempts();
        match next {
            Ok(delay) => {
                self.rules.tell(answer.result, attempts, delay);
                events::again(core, attempts, delay, self.words(answer.result));
                End::Again
            }
            Err(reason) => {
                if reason.exhausted() {
                    core.count(Counted::Exhausted);
                }
                events::gave_up(core, attempts, reason, self.words(answer.result));
                self.tries = None;
                End::Done
            }
        }
    }

    /// The wait before the next attempt, or why there is none.
    fn next<R>(&mut self, answer: Answer<&R>, call: Call<'_>) -> Result<Duration, Reason>
    where
        L: Rules<R>,
    {
        let policy = &self.core.policy;
        let refusal = self.rules.refusal(answer.result);
        let Some(tries) = &mut self.tries else {
            return Err(Reason::Final);
        };
        let tries = tries.as_mut().project();
        *tries.failed = tries.failed.saturating_add(1);
        if !policy.refusals && (answer.refused || refusal.is_some()) {
            return Err(Reason::Refused);
        }
        if *tries.failed >= policy.attempts {
            return Err(Reason::Attempts);
        }
        let asked = self.rules.after(answer.result);
        let asked = asked.or_else(|| refusal?.retry_after);
        let delay = asked.unwrap_or_else(|| {
            *tries.last = policy.backoff.delay(*tries.failed, *tries.last, chance);
            *tries.last
        });
        let wake = Instant::now().checked_add(delay).ok_or(Reason::Deadline)?;
        let late = tries.until.is_some_and(|until| wake > until);
        if late
            || call
                .deadline()
                .is_some_and(|above| ends(above, delay, call))
        {
            return Err(Reason::Deadline);
        }
        if !self.core.may_spend(|| call.now(&self.core.clock)) {
            return Err(Reason::Budget);
        }
        *tries.wake = (!delay.is_zero()).then_some(wake);
        Ok(delay)
    }

    fn attempts(&self) -> u32 {
        self.tries.as_ref().map_or(0, |tries| tries.failed)
    }

    fn words<'r, R>(&self, result: &'r R) -> Description<'r>
    where
        L: Rules<R>,
    {
        let words = self.rules.describe(result);
        words.unwrap_or(Description::Display(&"a result that is to be tried again"))
    }

    /// The call ends with what is not to be tried again, after attempts that were.
    #[cold]
    fn ended<R>(&mut self, answer: Answer<&R>, outcome: Outcome)
    where
        L: Rules<R>,
    {
        let failed = self.attempts();
        self.tries = None;
        if failed == 0 {
            self.core.first_ended();
        } else if outcome == Outcome::Success {
            self.core.count(Counted::Recovered);
            events::recovered(self.core, failed.saturating_add(1));
        } else {
            let reason = if answer.refused {
                Reason::Refused
            } else {
                Reason::Final
            };
            let words = self.words(answer.result);
            events::gave_up(self.core, failed.saturating_add(1), reason, words);
        }
    }
}

/// Whether the time-out `above` ends a wait of `delay`. Of no wait at all, only if its time is over
/// for sure: the clock may be ahead of it by a grain.
fn ends(above: Deadline, delay: Duration, call: Call<'_>) -> bool {
    if delay.is_zero() {
        let now = call.now(&Clock::System);
        above.against(now, delay) == Against::Over
    } else {
        delay > above.left()
    }
}

impl<R, L: Rules<R>> Guard<R> for RetryGuard<'_, L> {
    #[cfg_attr(not(debug_assertions), inline)]
    fn poll_begin(&mut self, cx: &mut Context<'_>, call: Call<'_>) -> Poll<Begin<R>> {
        match &mut self.tries {
            None => self.first(call),
            Some(tries) => {
                ready!(tries.as_mut().poll_wake(cx));
                // Not before the wait: a call that is dropped there makes no other attempt.
                self.core.count(Counted::Retry);
            }
        }
        Poll::Ready(ControlFlow::Continue(()))
    }

    #[cfg_attr(not(debug_assertions), inline)]
    fn begin_blocking(&mut self, call: Call<'_>) -> Begin<R> {
        match &mut self.tries {
            None => self.first(call),
            Some(tries) => {
                tries.as_mut().wake_blocking();
                call.slept();
                self.core.count(Counted::Retry);
            }
        }
        ControlFlow::Continue(())
    }

    /// Cuts nothing, but sees to it that the deadline is kept by the clock of the timer.
    #[cfg_attr(not(debug_assertions), inline)]
    fn poll_cut(&mut self, _: &mut Context<'_>, call: Call<'_>) -> Poll<Answer<R>> {
        if self.begun != Tick::NEVER && self.tries.is_none() {
            self.keep_time(call);
        }
        Poll::Pending
    }

    #[cfg_attr(not(debug_assertions), inline)]
    fn end(&mut self, answer: Answer<&R>, call: Call<'_>) -> End {
        match self.rules.judge(answer.result) {
            Outcome::Failure => self.failed(answer, call),
            outcome => {
                if self.tries.is_some() {
                    self.ended(answer, outcome);
                } else {
                    self.core.first_ended();
                }
                End::Done
            }
        }
    }

    fn cancel(&mut self) {
        self.tries = None;
        self.begun = Tick::NEVER;
    }
}
