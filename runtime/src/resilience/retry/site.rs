//! Where an attribute keeps what its calls share.

use std::sync::OnceLock;

use super::build::RetryBuilder;
use super::events;
use super::face::Retry;
use super::guard::RetryGuard;
use super::policy::RetryPolicy;
use crate::resilience::policy::PolicyError;

/// The `static` of one `#[retry]`.
#[derive(Debug)]
pub struct RetrySite {
    name: &'static str,
    policy: fn() -> Result<RetryPolicy, PolicyError>,
    made: OnceLock<Retry>,
}

impl RetrySite {
    /// The policy is asked for once, at the first call.
    pub const fn new(name: &'static str, policy: fn() -> Result<RetryPolicy, PolicyError>) -> Self {
        Self {
            name,
            policy,
            made: OnceLock::new(),
        }
    }

    /// The guard of one call.
    #[cfg_attr(not(debug_assertions), inline)]
    pub fn guard<L>(&self, rules: L) -> RetryGuard<'_, L> {
        let retry = match self.made.get() {
            Some(retry) => retry,
            None => self.make(),
        };
        retry.guard(rules)
    }

    #[cold]
    fn make(&self) -> &Retry {
        // Not in the closure below: it is the user's code, which may call the function.
        let policy = (self.policy)().unwrap_or_else(|error| {
            events::impossible(self.name, &error);
            RetryPolicy::default()
        });
        self.made
            .get_or_init(|| Retry::with_policy(self.name, policy))
    }
}

/// The settings that an expansion begins with.
pub fn retry_builder() -> RetryBuilder {
    RetryBuilder::default()
}
