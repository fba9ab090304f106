//! Where the breaker of a function lives: in a `static`, made when it is first called.

use std::fmt;
use std::sync::OnceLock;
use std::time::Duration;

use tracing::error;

use super::changes::TARGET;
use super::face::CircuitBreaker;
use super::keyed::{IDLE, KeyedBreakers, MAX_KEYS};
use super::policy::BreakerPolicy;
use crate::clock::Clock;
use crate::resilience::name::Name;
use crate::resilience::policy::PolicyError;

/// What makes a policy: a closure that captures nothing, so that a `static` can hold it.
pub(super) type Make = fn() -> Result<BreakerPolicy, PolicyError>;

/// The breaker of a function.
pub struct BreakerSite {
    name: &'static str,
    policy: Make,
    made: OnceLock<CircuitBreaker>,
}

impl BreakerSite {
    /// A breaker of this name. The policy is asked for at the first call.
    pub const fn new(name: &'static str, policy: Make) -> Self {
        Self {
            name,
            policy,
            made: OnceLock::new(),
        }
    }

    /// The breaker.
    #[cfg_attr(not(debug_assertions), inline)]
    pub fn breaker(&self) -> &CircuitBreaker {
        match self.made.get() {
            Some(breaker) => breaker,
            None => self.make(),
        }
    }

    #[cold]
    fn make(&self) -> &CircuitBreaker {
        // Not in the closure below: it is the user's code.
        let policy = policy_or_default(self.name, self.policy);
        self.made
            .get_or_init(|| CircuitBreaker::named(self.name, policy))
    }
}

/// The breakers of a function that has one for each key.
pub struct KeyedBreakerSite {
    name: &'static str,
    policy: Make,
    bounds: fn() -> (Option<u64>, Option<Duration>),
    made: OnceLock<KeyedBreakers>,
}

impl KeyedBreakerSite {
    /// Breakers of this name. The policy, and how many keys are kept for how long, are asked for at
    /// the first call.
    pub const fn new(
        name: &'static str,
        policy: Make,
        bounds: fn() -> (Option<u64>, Option<Duration>),
    ) -> Self {
        Self {
            name,
            policy,
            bounds,
            made: OnceLock::new(),
        }
    }

    /// The breakers.
    #[cfg_attr(not(debug_assertions), inline)]
    pub fn breaker(&self) -> &KeyedBreakers {
        match self.made.get() {
            Some(breakers) => breakers,
            None => self.make(),
        }
    }

    #[cold]
    fn make(&self) -> &KeyedBreakers {
        let policy = policy_or_default(self.name, self.policy);
        let (max_keys, idle) = (self.bounds)();
        let max_keys =
            max_keys.map_or(MAX_KEYS, |keys| usize::try_from(keys).unwrap_or(usize::MAX));
        let idle = idle.unwrap_or(IDLE);
        self.made.get_or_init(|| {
            KeyedBreakers::new(Name::of(self.name), policy, Clock::System, max_keys, idle)
        })
    }
}

impl fmt::Debug for KeyedBreakerSite {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("KeyedBreakerSite")
            .field("name", &self.name)
            .field("made", &self.made.get())
            .finish_non_exhaustive()
    }
}

/// A policy that cannot be is told of once, and what is said of breakers with no policy holds.
pub(super) fn policy_or_default(name: &'static str, policy: Make) -> BreakerPolicy {
    policy().unwrap_or_else(|fault| {
        error!(
            target: TARGET,
            name,
            reason = %fault,
            "a policy that cannot be; the default is in force"
        );
        BreakerPolicy::default()
    })
}

impl fmt::Debug for BreakerSite {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("BreakerSite")
            .field("name", &self.name)
            .field("made", &self.made.get())
            .finish_non_exhaustive()
    }
}
