//! A permit whose time has not come yet, and who waits for it.

use std::mem;
use std::time::Duration;

use super::core::{Bucket, Core};
use super::decision::Decision;
use super::outcome::{Outcome, Verdict};
use super::time::span;
use crate::resilience::rejected::Rejected;
use crate::stack::Call;

/// What one call has been given of a limiter. Dropped before its time has come, it is given back.
#[derive(Debug)]
pub(super) struct Turn<'a> {
    core: &'a Core,
    bucket: Bucket,
    cost: u32,
    outcome: Outcome,
}

impl<'a> Turn<'a> {
    #[cfg_attr(not(debug_assertions), inline)]
    pub(super) fn take(
        core: &'a Core,
        mut bucket: Bucket,
        cost: u32,
        patience: u64,
        call: Option<Call<'_>>,
    ) -> Self {
        let outcome = core.take(&mut bucket, cost, patience, call);
        Self {
            core,
            bucket,
            cost,
            outcome,
        }
    }

    /// This, unless the call may go on at once.
    pub(super) fn not_yet(self) -> Option<Self> {
        let waits = matches!(self.outcome.verdict, Verdict::AdmittedAt(_));
        waits.then_some(self)
    }

    /// The answer to a call that may not go on.
    pub(super) fn rejected(&self) -> Option<Rejected> {
        let refused = !self.outcome.is_admitted();
        refused.then(|| self.core.rejected(self.bucket, &self.outcome))
    }

    /// For how long the caller has to wait from now on. It is never too short: the clock by which it
    /// was found is behind, and time has passed since.
    pub(super) fn left(&self) -> Option<Duration> {
        match self.outcome.verdict {
            Verdict::AdmittedAt(at) => Some(span(at.saturating_sub(self.outcome.moment.now))),
            _ => None,
        }
    }

    /// The time has come: nothing is given back any more.
    pub(super) fn keep(self) {
        mem::forget(self);
    }

    pub(super) async fn wait(self) -> Decision {
        let decision = self.core.decision(&self.outcome);
        if let Some(left) = self.left() {
            tokio::time::sleep(left).await;
        }
        self.keep();
        decision
    }
}

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        self.core.give_back(self.bucket, &self.outcome, self.cost);
    }
}
