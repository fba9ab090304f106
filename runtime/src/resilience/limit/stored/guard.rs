//! One call through a limit in Redis.

use std::fmt;
use std::ops::ControlFlow;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use tokio::task::unconstrained;
use tokio::time::{Instant, sleep};

use super::{StoredLimit, StoredLimitSite};
use crate::cache::key::KeyBuf;
use crate::resilience::limit::{Cost, Decision};
use crate::resilience::rejected::{RateLimited, Rejected};
use crate::stack::deadline::Deadline;
use crate::stack::{Answer, Begin, Call, End, Guard};

/// One call through a limit in Redis. `A` answers in the place of a call that is not admitted.
pub struct StoredLimitGuard<A> {
    limit: &'static StoredLimit,
    key: Option<Box<[u8]>>,
    /// The question that is under way.
    asked: Option<Asked>,
    cost: u32,
    answer: A,
}

type Asked = Pin<Box<dyn Future<Output = Decision> + Send>>;

/// The guard of a function with a limit in Redis; without a key there is one limit for all calls.
#[cfg_attr(not(debug_assertions), inline)]
pub fn rate_limit_stored<A>(
    site: &'static StoredLimitSite,
    key: Option<&mut KeyBuf>,
    cost: impl Cost,
    answer: A,
) -> StoredLimitGuard<A> {
    StoredLimitGuard {
        limit: site.limiter(),
        key: key.map(|key| {
            key.settle();
            key.as_bytes().into()
        }),
        asked: None,
        cost: cost.permits(),
        answer,
    }
}

/// Asks, and asks again when it is time, for as long as the caller has patience.
async fn ask(
    limit: &'static StoredLimit,
    key: Box<[u8]>,
    cost: u32,
    patience: Duration,
) -> Decision {
    let begun = Instant::now();
    loop {
        let decision = limit.ask(&key, cost).await;
        let left = patience.saturating_sub(begun.elapsed());
        if decision.admitted || decision.retry_after > left || left.is_zero() {
            return decision;
        }
        sleep(decision.retry_after).await;
    }
}

impl<A> StoredLimitGuard<A> {
    fn key(&self) -> &[u8] {
        self.key.as_deref().unwrap_or_default()
    }

    /// For how long the caller may wait: no longer than the call has time.
    fn patience(&self, call: Call<'_>) -> Duration {
        let patience = self.limit.patience();
        if patience.is_zero() {
            return patience;
        }
        let left = call.deadline().map(Deadline::left);
        left.map_or(patience, |left| left.min(patience))
    }

    fn answered<R>(&self, decision: Decision) -> Begin<R>
    where
        A: Fn(Rejected) -> R,
    {
        if self.limit.told(decision).admitted {
            return ControlFlow::Continue(());
        }
        let key = self.key.as_deref().map(String::from_utf8_lossy);
        let rejected = Rejected::RateLimited(RateLimited {
            name: self.limit.name().clone(),
            key: key.map(Into::into),
            limit: decision.limit,
            remaining: decision.remaining,
            reset: decision.reset,
            retry_after: decision.retry_after,
        });
        ControlFlow::Break(Answer::refused((self.answer)(rejected)))
    }
}

impl<R, A: Fn(Rejected) -> R + Unpin> Guard<R> for StoredLimitGuard<A> {
    fn poll_begin(&mut self, cx: &mut Context<'_>, call: Call<'_>) -> Poll<Begin<R>> {
        if self.asked.is_none() {
            let patience = self.patience(call);
            if patience.is_zero()
                && let Some(decision) = self.limit.at_hand(self.key(), self.cost)
            {
                return Poll::Ready(self.answered(decision));
            }
            let question = ask(self.limit, self.key().into(), self.cost, patience);
            // A body that uses up tokio's budget must not starve the timers in it.
            self.asked = Some(Box::pin(unconstrained(question)));
        }
        let Some(asked) = &mut self.asked else {
            return Poll::Pending;
        };
        let decision = ready!(asked.as_mut().poll(cx));
        self.asked = None;
        Poll::Ready(self.answered(decision))
    }

    /// Without waiting there is only what is leased: the attribute refuses such a function.
    fn begin_blocking(&mut self, _: Call<'_>) -> Begin<R> {
        let refused = Decision::new(
            false,
            self.limit.rate().bursts(),
            0,
            Duration::ZERO,
            Duration::ZERO,
        );
        let decision = self.limit.at_hand(self.key(), self.cost);
        self.answered(decision.unwrap_or(refused))
    }

    fn end(&mut self, _: Answer<&R>, _: Call<'_>) -> End {
        End::Done
    }

    fn cancel(&mut self) {
        self.asked = None;
    }
}

impl<A> fmt::Debug for StoredLimitGuard<A> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("StoredLimitGuard")
            .field("limit", &self.limit)
            .field("asked", &self.asked.is_some())
            .finish_non_exhaustive()
    }
}
