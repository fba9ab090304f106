//! Where the limiter of a function lives: in a `static`, made when it is first called.

use std::fmt;
use std::sync::OnceLock;

use tracing::error;

use super::limiter::RateLimiter;
use super::policy::RateLimitPolicy;
use crate::clock::Clock;
use crate::resilience::name::Name;
use crate::resilience::policy::PolicyError;

pub(super) const TARGET: &str = "gambeson::rate_limit";

/// What makes a policy: a closure that captures nothing, so that a `static` can hold it.
pub(super) type Make = fn() -> Result<RateLimitPolicy, PolicyError>;

/// The limiter of a function.
pub struct RateLimitSite {
    name: &'static str,
    policy: Make,
    made: OnceLock<RateLimiter>,
}

impl RateLimitSite {
    /// A limiter of this name. The policy is asked for at the first call.
    pub const fn new(name: &'static str, policy: Make) -> Self {
        Self {
            name,
            policy,
            made: OnceLock::new(),
        }
    }

    /// The limiter.
    #[cfg_attr(not(debug_assertions), inline)]
    pub fn limiter(&self) -> &RateLimiter {
        match self.made.get() {
            Some(limiter) => limiter,
            None => self.make(),
        }
    }

    #[cold]
    #[inline(never)]
    fn make(&self) -> &RateLimiter {
        // Not in the closure below: it is the user's code.
        let policy = policy_or_default(self.name, self.policy);
        self.made
            .get_or_init(|| RateLimiter::new(Name::of(self.name), policy, Clock::System))
    }
}

/// A policy that cannot be is told of once, and the default holds.
pub(super) fn policy_or_default(name: &'static str, policy: Make) -> RateLimitPolicy {
    let policy = policy().and_then(|policy| policy.check().map(|()| policy));
    policy.unwrap_or_else(|fault| {
        error!(
            target: TARGET,
            name,
            reason = %fault,
            "a policy that cannot be; the default is in force"
        );
        RateLimitPolicy::default()
    })
}

impl fmt::Debug for RateLimitSite {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RateLimitSite")
            .field("name", &self.name)
            .field("made", &self.made.get())
            .finish_non_exhaustive()
    }
}
