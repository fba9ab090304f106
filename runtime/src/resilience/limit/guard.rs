//! The rate limit in a stack: what generated code makes for each call.

use std::fmt;
use std::ops::ControlFlow;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use tokio::task::{Unconstrained, unconstrained};
use tokio::time::{Sleep, sleep};

use super::core::{Bucket, Core};
use super::site::RateLimitSite;
use super::time::ticks;
use super::wait::Turn;
use crate::cache::key::KeyBuf;
use crate::resilience::rejected::Rejected;
use crate::stack::{Answer, Begin, Call, End, Guard};

/// One call through a limiter. `K` says which bucket, `A` answers in the place of a call that is not
/// admitted. `C` is what the call costs.
pub struct RateLimitGuard<K, C, A> {
    core: &'static Core,
    waiting: Option<Box<Waiting>>,
    key: K,
    cost: C,
    answer: A,
}

/// A permit whose time has not come.
struct Waiting {
    turn: Turn<'static>,
    // A body that uses up tokio's budget must not starve the timer.
    sleep: Pin<Box<Unconstrained<Sleep>>>,
}

/// Which bucket a call takes from.
pub trait WhichKey: Unpin {
    #[doc(hidden)]
    fn bucket(&self) -> Which;
}

/// A bucket, for generated code.
#[derive(Clone, Copy, Debug)]
pub struct Which(Bucket);

/// The one bucket of all calls.
#[derive(Clone, Copy, Debug)]
pub struct AllCalls;

impl WhichKey for AllCalls {
    #[cfg_attr(not(debug_assertions), inline)]
    fn bucket(&self) -> Which {
        Which(Bucket::One)
    }
}

impl WhichKey for Which {
    #[cfg_attr(not(debug_assertions), inline)]
    fn bucket(&self) -> Which {
        *self
    }
}

/// How many permits a call takes.
pub trait Cost: Copy + Unpin {
    #[doc(hidden)]
    fn permits(self) -> u32;
}

/// What a call costs unless said: it takes no room in the call.
#[derive(Clone, Copy, Debug)]
pub struct OnePermit;

impl Cost for OnePermit {
    #[cfg_attr(not(debug_assertions), inline)]
    fn permits(self) -> u32 {
        1
    }
}

impl Cost for u32 {
    #[cfg_attr(not(debug_assertions), inline)]
    fn permits(self) -> u32 {
        self
    }
}

/// The guard of a function with one limit for all calls.
#[cfg_attr(not(debug_assertions), inline)]
pub fn rate_limit<C: Cost, A>(
    site: &'static RateLimitSite,
    cost: C,
    answer: A,
) -> RateLimitGuard<AllCalls, C, A> {
    RateLimitGuard {
        core: site.limiter().core(),
        waiting: None,
        key: AllCalls,
        cost,
        answer,
    }
}

/// The guard of a function with a limit for each key.
#[cfg_attr(not(debug_assertions), inline)]
pub fn rate_limit_keyed<C: Cost, A>(
    site: &'static RateLimitSite,
    key: &mut KeyBuf,
    cost: C,
    answer: A,
) -> RateLimitGuard<Which, C, A> {
    let core = site.limiter().core();
    RateLimitGuard {
        core,
        waiting: None,
        key: Which(core.bucket(key)),
        cost,
        answer,
    }
}

impl<K: WhichKey, C: Cost, A> RateLimitGuard<K, C, A> {
    /// Ends the call if it was refused, and gives the wait if it has one. Not for those who are let
    /// through at a first look.
    #[cold]
    #[inline(never)]
    fn begin<R>(
        &self,
        patience: u64,
        call: Call<'_>,
    ) -> ControlFlow<Answer<R>, Option<Turn<'static>>>
    where
        A: Fn(Rejected) -> R,
    {
        let bucket = self.key.bucket().0;
        let turn = Turn::take(self.core, bucket, self.cost.permits(), patience, Some(call));
        match turn.rejected() {
            Some(rejected) => ControlFlow::Break(Answer::refused((self.answer)(rejected))),
            None => ControlFlow::Continue(turn.not_yet()),
        }
    }

    /// For how long the caller may wait: no longer than the call has time.
    #[cfg_attr(not(debug_assertions), inline)]
    fn patience(&self, call: Call<'_>) -> u64 {
        match self.core.patience() {
            0 => 0,
            patience => {
                let left = call.deadline().map(|deadline| ticks(deadline.left()));
                left.map_or(patience, |left| left.min(patience))
            }
        }
    }

    #[cold]
    #[inline(never)]
    fn poll_wait<R>(
        &mut self,
        cx: &mut Context<'_>,
        turn: Option<Turn<'static>>,
    ) -> Poll<Begin<R>> {
        if let Some(turn) = turn {
            let left = turn.left().unwrap_or_default();
            let sleep = Box::pin(unconstrained(sleep(left)));
            self.waiting = Some(Box::new(Waiting { turn, sleep }));
        }
        if let Some(waiting) = &mut self.waiting {
            ready!(waiting.sleep.as_mut().poll(cx));
        }
        if let Some(waiting) = self.waiting.take() {
            waiting.turn.keep();
        }
        Poll::Ready(ControlFlow::Continue(()))
    }
}

impl<R, K: WhichKey, C: Cost, A: Fn(Rejected) -> R + Unpin> Guard<R> for RateLimitGuard<K, C, A> {
    #[cfg_attr(not(debug_assertions), inline)]
    fn poll_begin(&mut self, cx: &mut Context<'_>, call: Call<'_>) -> Poll<Begin<R>> {
        if self.waiting.is_some() {
            return self.poll_wait(cx, None);
        }
        if self
            .core
            .admits(self.key.bucket().0, self.cost.permits(), call)
        {
            return Poll::Ready(ControlFlow::Continue(()));
        }
        match self.begin(self.patience(call), call) {
            ControlFlow::Continue(None) => Poll::Ready(ControlFlow::Continue(())),
            ControlFlow::Continue(turn) => self.poll_wait(cx, turn),
            ControlFlow::Break(answer) => Poll::Ready(ControlFlow::Break(answer)),
        }
    }

    /// Nobody waits: a thread that sleeps would be lost to everybody.
    #[cfg_attr(not(debug_assertions), inline)]
    fn begin_blocking(&mut self, call: Call<'_>) -> Begin<R> {
        if self
            .core
            .admits(self.key.bucket().0, self.cost.permits(), call)
        {
            return ControlFlow::Continue(());
        }
        self.begin(0, call).map_continue(drop)
    }

    #[cfg_attr(not(debug_assertions), inline)]
    fn end(&mut self, _: Answer<&R>, _: Call<'_>) -> End {
        End::Done
    }

    #[cfg_attr(not(debug_assertions), inline)]
    fn cancel(&mut self) {
        self.waiting = None;
    }
}

impl<K, C, A> fmt::Debug for RateLimitGuard<K, C, A> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RateLimitGuard")
            .field("limiter", &self.core)
            .field("waiting", &self.waiting.is_some())
            .finish_non_exhaustive()
    }
}
