//! The rate limiter as users hold it.

use std::fmt;
use std::sync::Arc;

use super::core::{Bucket, Core};
use super::decision::Decision;
use super::policy::RateLimitPolicy;
use super::rate::Rate;
use super::wait::Turn;
use crate::cache::IntoKeyBuf;
use crate::cache::key::KeyBuf;
use crate::clock::Clock;
use crate::resilience::name::Name;
use crate::resilience::policy::PolicyError;
use crate::resilience::rejected::Rejected;
use crate::resilience::seen;
use crate::test::ManualClock;

/// A rate limiter: no more than so many calls in so much time.
///
/// It keeps to the generic cell rate algorithm: permits come one by one, an interval apart, and as
/// many as a burst may be left over. In any window as long as the period, no more than limit and
/// burst together are admitted, from however many threads. A clone is the same limiter.
///
/// Checks neither block, wait nor allocate, but for a key that is new.
///
/// ```
/// use gambeson::resilience::{Rate, RateLimiter};
///
/// let limiter = RateLimiter::builder().name("search").rate(Rate::per_minute(2)).build()?;
/// let first = limiter.check();
/// assert!(first.admitted);
/// assert_eq!((first.limit, first.remaining), (2, 1));
/// assert!(limiter.check().admitted);
///
/// let refused = limiter.check();
/// assert!(!refused.admitted);
/// assert!(refused.retry_after.as_secs() < 31);
///
/// // Each key has a limit of its own.
/// assert!(limiter.check_key("ada").admitted);
/// assert!(limiter.check_key("grace").admitted);
/// # Ok::<(), gambeson::resilience::PolicyError>(())
/// ```
///
/// # Time
///
/// The time is that of the system's coarse clock, which all guards of a call read once between them,
/// and which is up to 10 ms behind. Who would be refused is checked again by the precise clock, so
/// that coming again after [`retry_after`](Decision::retry_after) is early enough. Of a rate with
/// less than 10 ms from permit to permit, up to 10 ms' worth of permits are missing from a burst,
/// which keeps the bound strict; where that would be more than a hundredth of the burst, the precise
/// clock is read each time, which takes about 30 ns more.
///
/// # Keys
///
/// Keys are told apart by a keyed hash of about 60 bits; two keys with one hash would share a limit.
/// A key takes 34 bytes and its text, and is forgotten when its limit is whole again, which changes
/// nothing for it. If far more than `max_keys` keys are in use at once, of sixteen the one is
/// forgotten that has used the least, and has its whole burst again.
#[derive(Clone)]
pub struct RateLimiter {
    core: Arc<Core>,
}

impl RateLimiter {
    /// A hundred in a minute, unless said otherwise.
    pub fn builder() -> RateLimitBuilder {
        RateLimitBuilder::default()
    }

    pub(super) fn new(name: Name, policy: RateLimitPolicy, clock: Clock) -> Self {
        let core = Arc::new(Core::new(name, policy, clock));
        seen::watch(&core);
        Self { core }
    }

    pub(super) fn core(&self) -> &Core {
        &self.core
    }

    /// Takes a permit, if there is one.
    #[cfg_attr(not(debug_assertions), inline)]
    pub fn check(&self) -> Decision {
        self.check_n(1)
    }

    /// Takes `cost` permits, all or none. More than the burst are never admitted, none always.
    #[cfg_attr(not(debug_assertions), inline)]
    pub fn check_n(&self, cost: u32) -> Decision {
        let outcome = self.core.take(&mut Bucket::One, cost, 0, None);
        self.core.decision(&outcome)
    }

    /// Takes a permit of `key`, if there is one. A text is the key as it is; other keys are written
    /// as in `#[cached]`.
    #[cfg_attr(not(debug_assertions), inline)]
    pub fn check_key(&self, key: impl IntoKeyBuf) -> Decision {
        self.check_key_n(key, 1)
    }

    /// Takes `cost` permits of `key`, all or none.
    #[cfg_attr(not(debug_assertions), inline)]
    pub fn check_key_n(&self, key: impl IntoKeyBuf, cost: u32) -> Decision {
        let mut text = KeyBuf::new();
        key.write_to(&mut text);
        let mut bucket = self.core.bucket(&mut text);
        let outcome = self.core.take(&mut bucket, cost, 0, None);
        self.core.decision(&outcome)
    }

    /// Takes a permit, or waits for one for as long as the policy's `wait` says.
    ///
    /// The permit is taken at once, and the caller sleeps until its time has come: they are served in
    /// the order in which they came. If the future is dropped meanwhile, the permit is given back,
    /// unless another caller has come since and was given a later time.
    ///
    /// # Errors
    ///
    /// [`Rejected::RateLimited`], at once, if there is none in time.
    ///
    /// # Panics
    ///
    /// Waits are tokio's timers: outside of a tokio runtime with time, tokio panics.
    pub async fn acquire(&self) -> Result<Decision, Rejected> {
        self.wait(Bucket::One, 1, self.core.patience()).await
    }

    /// As [`acquire`](Self::acquire), for a key and a cost.
    ///
    /// # Errors
    ///
    /// [`Rejected::RateLimited`], at once, if there is none in time.
    pub async fn acquire_key(&self, key: impl IntoKeyBuf, cost: u32) -> Result<Decision, Rejected> {
        let bucket = self.core.bucket(&mut key.into_key_buf());
        self.wait(bucket, cost, self.core.patience()).await
    }

    /// Waits for a permit, for however long it takes, in the order in which callers came.
    ///
    /// ```
    /// use gambeson::resilience::{Rate, RateLimiter};
    ///
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), gambeson::resilience::PolicyError> {
    /// let limiter = RateLimiter::builder().rate(Rate::per_second(200).burst(1)).build()?;
    /// for _ in 0..3 {
    ///     limiter.until_ready().await;
    /// }
    /// # Ok(()) }
    /// ```
    pub async fn until_ready(&self) -> Decision {
        Turn::take(&self.core, Bucket::One, 1, u64::MAX, None)
            .wait()
            .await
    }

    /// As [`until_ready`](Self::until_ready), for a key.
    pub async fn until_key_ready(&self, key: impl IntoKeyBuf) -> Decision {
        let bucket = self.core.bucket(&mut key.into_key_buf());
        Turn::take(&self.core, bucket, 1, u64::MAX, None)
            .wait()
            .await
    }

    async fn wait(&self, bucket: Bucket, cost: u32, patience: u64) -> Result<Decision, Rejected> {
        let turn = Turn::take(&self.core, bucket, cost, patience, None);
        match turn.rejected() {
            Some(rejected) => Err(rejected),
            None => Ok(turn.wait().await),
        }
    }

    /// What it is called.
    pub fn name(&self) -> &Name {
        self.core.name()
    }

    /// The rate.
    pub fn rate(&self) -> Rate {
        self.core.policy().rate
    }

    /// The policy.
    pub fn policy(&self) -> &RateLimitPolicy {
        self.core.policy()
    }

    /// How many keys are remembered. Those whose limit is whole again are among them until their
    /// place is needed.
    pub fn keys(&self) -> usize {
        self.core.keys()
    }
}

impl fmt::Debug for RateLimiter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.core.fmt(f)
    }
}

/// The settings of a [`RateLimiter`].
#[derive(Clone, Debug)]
#[must_use]
pub struct RateLimitBuilder {
    name: Name,
    clock: Clock,
    policy: RateLimitPolicy,
}

impl Default for RateLimitBuilder {
    fn default() -> Self {
        Self {
            name: Name::of("rate limit"),
            clock: Clock::default(),
            policy: RateLimitPolicy::default(),
        }
    }
}

impl RateLimitBuilder {
    /// What labels and rejections call it.
    pub fn name(mut self, name: impl Into<Name>) -> Self {
        self.name = name.into();
        self
    }

    /// How many, in how long, and how many at once.
    pub fn rate(mut self, rate: Rate) -> Self {
        self.policy.rate = rate;
        self
    }

    /// All of the policy.
    pub fn policy(mut self, policy: RateLimitPolicy) -> Self {
        self.policy = policy;
        self
    }

    /// As [`RateLimitPolicy::burst`].
    pub fn burst(mut self, burst: u32) -> Self {
        self.policy = self.policy.burst(burst);
        self
    }

    /// As [`RateLimitPolicy::exact`].
    pub fn exact(mut self) -> Self {
        self.policy = self.policy.exact();
        self
    }

    /// As [`RateLimitPolicy::wait`].
    pub fn wait(mut self, wait: std::time::Duration) -> Self {
        self.policy = self.policy.wait(wait);
        self
    }

    /// As [`RateLimitPolicy::max_keys`].
    pub fn max_keys(mut self, keys: usize) -> Self {
        self.policy = self.policy.max_keys(keys);
        self
    }

    /// Time by a test's clock.
    pub fn clock(mut self, clock: ManualClock) -> Self {
        self.clock = Clock::Manual(clock);
        self
    }

    /// # Errors
    ///
    /// What cannot be: a limit, a period, a burst or a number of keys of 0, a burst for an exact
    /// window.
    pub fn build(self) -> Result<RateLimiter, PolicyError> {
        self.policy.check()?;
        Ok(RateLimiter::new(self.name, self.policy, self.clock))
    }
}
