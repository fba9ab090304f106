//! The settings of a retry, and what is wrong with them.

use std::time::Duration;

use super::backoff::Backoff;
use super::core::Core;
use super::face::Retry;
use super::policy::RetryPolicy;
use crate::clock::Clock;
use crate::resilience::name::Name;
use crate::resilience::policy::PolicyError;
use crate::test::ManualClock;

/// The settings of a [`Retry`].
///
/// ```
/// use std::time::Duration;
/// use gambeson::resilience::{Backoff, Retry};
///
/// # fn main() -> Result<(), gambeson::resilience::PolicyError> {
/// let retry = Retry::builder()
///     .name("payments")
///     .attempts(5)
///     .backoff(Backoff::exponential(Duration::from_millis(50)).max(Duration::from_secs(1)))
///     .deadline(Duration::from_secs(10))
///     .budget(0.2)
///     .build()?;
/// assert_eq!(retry.name(), "payments");
/// assert!(Retry::builder().attempts(0).build().is_err());
/// # Ok(()) }
/// ```
#[derive(Clone, Debug)]
#[must_use]
pub struct RetryBuilder {
    name: Name,
    clock: Clock,
    policy: RetryPolicy,
    budget: Option<f64>,
}

impl Default for RetryBuilder {
    fn default() -> Self {
        Self {
            name: Name::of("retry"),
            clock: Clock::default(),
            policy: RetryPolicy::default(),
            budget: None,
        }
    }
}

impl RetryBuilder {
    /// What events and labels call it.
    pub fn name(mut self, name: impl Into<Name>) -> Self {
        self.name = name.into();
        self
    }

    /// How often a call is made at most, the first time included: 3 unless said.
    pub fn attempts(mut self, attempts: u32) -> Self {
        self.policy.attempts = attempts;
        self
    }

    /// The waits between attempts.
    pub fn backoff(mut self, backoff: Backoff) -> Self {
        self.policy.backoff = backoff;
        self
    }

    /// The share of the calls that retries may be, from 0.001 to 1. All calls of this retry and of
    /// its clones share it.
    ///
    /// Ten retries may be saved up, and where calls are so rare that their share comes to fewer than
    /// ten retries a second, ten are allowed.
    pub fn budget(mut self, share: f64) -> Self {
        self.budget = Some(share);
        self
    }

    /// How long a call may go on, from its beginning. An attempt that is under way then is not cut;
    /// but no wait is begun that would end later.
    pub fn deadline(mut self, deadline: Duration) -> Self {
        self.policy.deadline = Some(deadline);
        self
    }

    /// Tries again, too, what a guard has refused further in; see
    /// [`Rejected::is_refusal`](crate::resilience::Rejected::is_refusal).
    pub fn refusals(mut self) -> Self {
        self.policy.refusals = true;
        self
    }

    /// Time by a test's clock: the seconds of the budget, and the time that the first attempt takes
    /// before it waits for anything. Waits are those of tokio's timer, which has a clock of its own.
    pub fn clock(mut self, clock: ManualClock) -> Self {
        self.clock = Clock::Manual(clock);
        self
    }

    /// The policy alone.
    ///
    /// # Errors
    ///
    /// What cannot be: no attempt, a longest wait that is shorter than the first, a budget or a
    /// deadline of nothing.
    pub fn policy(self) -> Result<RetryPolicy, PolicyError> {
        let mut policy = self.policy;
        policy.budget = self.budget.map(thousandths).transpose()?;
        if policy.attempts == 0 {
            return Err(PolicyError::new("attempts", "must be at least 1"));
        }
        if policy.deadline.is_some_and(|deadline| deadline.is_zero()) {
            return Err(PolicyError::new("deadline", "must be longer than zero"));
        }
        match policy.backoff.fault() {
            Some(fault) => Err(PolicyError::new("backoff", fault)),
            None => Ok(policy),
        }
    }

    /// # Errors
    ///
    /// As [`policy`](Self::policy).
    pub fn build(self) -> Result<Retry, PolicyError> {
        let (name, clock) = (self.name.clone(), self.clock.clone());
        let policy = self.policy()?;
        Ok(Retry::new(Core::new(name, policy, clock)))
    }
}

fn thousandths(share: f64) -> Result<u32, PolicyError> {
    if !(0.001..=1.0).contains(&share) {
        let reason = format!("a share is from 0.001 to 1.0, not {share}");
        return Err(PolicyError::new("budget", reason));
    }
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "between 1 and 1,000"
    )]
    Ok((share * 1_000.0).round() as u32)
}
