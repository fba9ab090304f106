//! `store = redis`: the limiter of a function that all processes share, and one call through it.

mod guard;

use std::fmt;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use tracing::error;

pub use guard::{StoredLimitGuard, rate_limit_stored};

use super::checks::Checks;
use super::decision::Decision;
use super::limiter::RateLimiter;
use super::policy::{OnStoreError, RateLimitPolicy};
use super::rate::Rate;
use super::scope;
use super::site::{Make, TARGET, policy_or_default};
use crate::clock::Clock;
use crate::resilience::name::Name;
use crate::resilience::seen::{self, Series, Watched};

#[cfg(feature = "redis")]
use super::store::RedisLimiter;

/// How a limit stands in Redis.
#[derive(Clone, Debug, Default)]
#[must_use]
pub struct StoreOptions {
    on_store_error: Option<OnStoreError>,
    lease: Option<u32>,
    redis: Option<String>,
}

impl StoreOptions {
    /// By the Redis of the installed manager; without it, this process counts by itself.
    pub const fn new() -> Self {
        Self {
            on_store_error: None,
            lease: None,
            redis: None,
        }
    }

    /// What a check answers while the store does not.
    pub fn on_store_error(mut self, answer: OnStoreError) -> Self {
        self.on_store_error = Some(answer);
        self
    }

    /// Takes permits in blocks of so many.
    pub fn lease(mut self, block: u32) -> Self {
        self.lease = Some(block);
        self
    }

    /// The servers to ask.
    pub fn redis(mut self, url: impl Into<String>) -> Self {
        self.redis = Some(url.into());
        self
    }
}

/// The limiter of a function in Redis: made when it is first called.
pub struct StoredLimitSite {
    name: &'static str,
    policy: Make,
    options: fn() -> StoreOptions,
    made: OnceLock<Arc<StoredLimit>>,
}

impl StoredLimitSite {
    /// A limiter of this name. Policy and options are asked for at the first call.
    pub const fn new(name: &'static str, policy: Make, options: fn() -> StoreOptions) -> Self {
        Self {
            name,
            policy,
            options,
            made: OnceLock::new(),
        }
    }

    /// The limiter.
    #[cfg_attr(not(debug_assertions), inline)]
    pub fn limiter(&self) -> &StoredLimit {
        match self.made.get() {
            Some(limit) => limit,
            None => self.make(),
        }
    }

    #[cold]
    #[inline(never)]
    fn make(&self) -> &StoredLimit {
        // Not in the closure below: it is the user's code.
        let policy = policy_or_default(self.name, self.policy);
        let options = (self.options)();
        self.made.get_or_init(|| {
            let limit = Arc::new(StoredLimit::new(self.name, policy, options));
            seen::watch(&limit);
            limit
        })
    }
}

impl fmt::Debug for StoredLimitSite {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("StoredLimitSite")
            .field("name", &self.name)
            .field("made", &self.made.get())
            .finish_non_exhaustive()
    }
}

/// The limiter that `#[rate_limit(.., store = redis)]` puts before a function: one for all processes
/// that use the same Redis. A `RedisLimiter` is the same by hand.
#[derive(Debug)]
pub struct StoredLimit {
    name: Name,
    policy: RateLimitPolicy,
    kept: Kept,
    checks: Checks,
}

#[derive(Debug)]
enum Kept {
    #[cfg(feature = "redis")]
    Redis(RedisLimiter),
    /// Nothing is limited, or what was asked for cannot be, which was told.
    Here(RateLimiter),
}

impl StoredLimit {
    fn new(name: &'static str, policy: RateLimitPolicy, options: StoreOptions) -> Self {
        let name = Name::of(name);
        Self {
            kept: kept(&name, &policy, options),
            name,
            policy,
            checks: Checks::new(),
        }
    }

    /// What it is called.
    pub fn name(&self) -> &Name {
        &self.name
    }

    /// The rate.
    pub fn rate(&self) -> Rate {
        self.policy.rate
    }

    /// Asks for `cost` permits of a key, which may be any bytes; without a key they are none. It
    /// never waits for permits, and for Redis no longer than 50 ms.
    pub async fn check(&self, key: &[u8], cost: u32) -> Decision {
        let decision = self.ask(key, cost).await;
        self.told(decision)
    }

    async fn ask(&self, key: &[u8], cost: u32) -> Decision {
        match &self.kept {
            #[cfg(feature = "redis")]
            Kept::Redis(limiter) => limiter.check(key, cost).await,
            Kept::Here(limiter) => limiter.check_key_n(&*String::from_utf8_lossy(key), cost),
        }
    }

    /// The answer, where nobody has to be asked for it.
    #[cfg_attr(
        not(feature = "redis"),
        expect(clippy::unnecessary_wraps, reason = "only Redis has to be asked")
    )]
    fn at_hand(&self, key: &[u8], cost: u32) -> Option<Decision> {
        match &self.kept {
            #[cfg(feature = "redis")]
            Kept::Redis(limiter) => limiter.check_now(key, cost),
            Kept::Here(limiter) => Some(limiter.check_key_n(&*String::from_utf8_lossy(key), cost)),
        }
    }

    fn patience(&self) -> Duration {
        self.policy.wait.unwrap_or_default()
    }

    /// Counts a decision that is final, and tells those who look.
    fn told(&self, decision: Decision) -> Decision {
        // That one does so itself.
        if matches!(self.kept, Kept::Here(_)) {
            return decision;
        }
        self.checks.count(decision.admitted);
        if scope::is_observed() {
            scope::note(&self.name, self.policy.rate, decision);
        }
        decision
    }
}

#[cfg(feature = "redis")]
fn kept(name: &Name, policy: &RateLimitPolicy, options: StoreOptions) -> Kept {
    if !policy.enabled {
        return Kept::Here(here(name, policy));
    }
    let mut builder = RedisLimiter::builder(policy.rate)
        .name(name.clone())
        .max_keys(policy.max_keys as u64);
    if !policy.idle.is_zero() {
        builder = builder.idle(policy.idle);
    }
    if let Some(answer) = options.on_store_error {
        builder = builder.on_store_error(answer);
    }
    if let Some(block) = options.lease {
        builder = builder.lease(block);
    }
    if let Some(url) = options.redis {
        builder = builder.redis(url);
    }
    if policy.exact {
        told(
            name,
            &"an exact window is kept in memory only; permits come one by one instead",
        );
    }
    match builder.build() {
        Ok(limiter) => Kept::Redis(limiter),
        Err(fault) => {
            told(name, &fault);
            Kept::Here(here(name, policy))
        }
    }
}

/// Not to be reached: the attribute does not compile without the feature.
#[cfg(not(feature = "redis"))]
fn kept(name: &Name, policy: &RateLimitPolicy, options: StoreOptions) -> Kept {
    let StoreOptions {
        on_store_error,
        lease,
        redis,
    } = options;
    told(
        name,
        &format_args!("{on_store_error:?}, {lease:?}, {redis:?} need the feature `redis`"),
    );
    Kept::Here(here(name, policy))
}

fn here(name: &Name, policy: &RateLimitPolicy) -> RateLimiter {
    RateLimiter::new(name.clone(), policy.clone(), Clock::System)
}

fn told(name: &Name, fault: &dyn fmt::Display) {
    error!(
        target: TARGET,
        name = %name,
        reason = %fault,
        "a limit that cannot be as it was asked for"
    );
}

impl Watched for StoredLimit {
    fn name(&self) -> &Name {
        &self.name
    }

    fn counters(&self, tell: &mut dyn FnMut(Series, u64)) {
        self.checks.tell(tell);
    }
}
