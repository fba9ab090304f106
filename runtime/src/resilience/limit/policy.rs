//! How a limiter is set up.

use std::env::{self, VarError};
use std::time::Duration;

use super::rate::Rate;
use crate::resilience::policy::{PolicyError, seconds, variable};

/// How many calls a limiter lets through.
///
/// ```
/// use std::time::Duration;
/// use gambeson::resilience::{Rate, RateLimitPolicy, RateLimiter};
///
/// let policy = RateLimitPolicy::new(Rate::per_second(100).burst(20))
///     .wait(Duration::from_millis(50));
/// let limiter = RateLimiter::builder().policy(policy).build()?;
/// assert_eq!(limiter.check().limit, 20);
/// # Ok::<(), gambeson::resilience::PolicyError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[must_use]
pub struct RateLimitPolicy {
    pub(super) enabled: bool,
    pub(super) rate: Rate,
    pub(super) exact: bool,
    pub(super) wait: Option<Duration>,
    pub(super) max_keys: usize,
    pub(super) idle: Duration,
}

/// Keys that are told apart, unless said otherwise.
const MAX_KEYS: usize = 10_000;

/// A hundred in a minute, and nobody waits.
impl Default for RateLimitPolicy {
    fn default() -> Self {
        Self::new(Rate::per_minute(100))
    }
}

impl RateLimitPolicy {
    /// So many; who comes too early is refused at once.
    pub const fn new(rate: Rate) -> Self {
        Self {
            enabled: true,
            rate,
            exact: false,
            wait: None,
            max_keys: MAX_KEYS,
            idle: Duration::ZERO,
        }
    }

    /// Everybody is let through, and nothing is counted against anybody.
    pub const fn disabled() -> Self {
        let mut policy = Self::new(Rate::per_minute(100));
        policy.enabled = false;
        policy
    }

    /// How many may come at once: as many as in a period, unless said.
    pub const fn burst(mut self, burst: u32) -> Self {
        self.rate = self.rate.burst(burst);
        self
    }

    /// No more than the limit in any window of the period, wherever it begins. Each admission is
    /// remembered for a period: eight bytes, for as many as the limit, for each key. The burst is the
    /// limit then.
    pub const fn exact(mut self) -> Self {
        self.exact = true;
        self
    }

    /// Who comes too early waits for up to so long, in the order in which they came; who would have
    /// to wait longer is refused at once. Functions that are not async never wait.
    pub const fn wait(mut self, wait: Duration) -> Self {
        self.wait = Some(wait);
        self
    }

    /// How many keys are told apart: 10 000, unless said.
    pub const fn max_keys(mut self, keys: usize) -> Self {
        self.max_keys = keys;
        self
    }

    /// How long a key is remembered at least that nobody uses, where memory is given back at all: of
    /// an exact window, and of what a process knows of a limit in Redis. As long as it takes for its
    /// limit to be whole again, unless said: to forget it then changes nothing.
    pub const fn idle(mut self, idle: Duration) -> Self {
        self.idle = idle;
        self
    }

    /// The rate.
    pub const fn rate(&self) -> Rate {
        self.rate
    }

    /// Whether it limits at all.
    pub const fn is_enabled(&self) -> bool {
        self.enabled
    }

    /// The policy that the environment describes.
    ///
    /// | variable | meaning | if it is not set |
    /// |---|---|---|
    /// | `RATE_LIMIT_ENABLED` | whether there is a limit: `true`, `false`, `1`, `0`, `yes`, `no`, `on`, `off` | `true` |
    /// | `RATE_LIMIT_DEFAULT_LIMIT` | how many in a window, and at once | 100 |
    /// | `RATE_LIMIT_DEFAULT_WINDOW` | how long a window is, in seconds: `60`, `2.5` | 60 |
    ///
    /// ```
    /// use gambeson::Rejected;
    /// use gambeson::resilience::RateLimitPolicy;
    ///
    /// #[gambeson::rate_limit(policy = RateLimitPolicy::from_env(), key = "{user}")]
    /// async fn search(user: &str) -> Result<u64, Rejected> {
    ///     Ok(1)
    /// }
    /// ```
    ///
    /// # Errors
    ///
    /// A value that cannot be read or cannot be; the error names the variable.
    pub fn from_env() -> Result<Self, PolicyError> {
        Self::from_variables(env::var)
    }

    pub(super) fn from_variables(
        read: impl Fn(&'static str) -> Result<String, VarError>,
    ) -> Result<Self, PolicyError> {
        let mut policy = Self::default();
        let (mut limit, mut period) = (policy.rate.limit(), policy.rate.period());
        if let Some(text) = variable(ENABLED, &read)? {
            policy.enabled = match text.to_ascii_lowercase().as_str() {
                "true" | "1" | "yes" | "on" => true,
                "false" | "0" | "no" | "off" => false,
                _ => return Err(fault(ENABLED, &text, "is neither `true` nor `false`")),
            };
        }
        if let Some(text) = variable(LIMIT, &read)? {
            let number = text.parse().ok().filter(|limit| *limit > 0);
            limit = number.ok_or_else(|| fault(LIMIT, &text, "is no whole number from 1 on"))?;
        }
        if let Some(text) = variable(WINDOW, &read)? {
            period = seconds(WINDOW, &text)?;
        }
        policy.rate = Rate::new(limit, period);
        Ok(policy)
    }

    /// What keeps it from being a policy.
    pub(super) fn check(&self) -> Result<(), PolicyError> {
        if let Some(fault) = self.rate.fault() {
            return Err(PolicyError::new("rate", fault.to_string()));
        }
        if self.max_keys == 0 {
            return Err(PolicyError::new("max_keys", "must be at least 1"));
        }
        if self.exact && self.rate.bursts() != self.rate.limit() {
            let reason = "an exact window holds the limit, however it comes";
            return Err(PolicyError::new("burst", reason));
        }
        Ok(())
    }
}

const ENABLED: &str = "RATE_LIMIT_ENABLED";
const LIMIT: &str = "RATE_LIMIT_DEFAULT_LIMIT";
const WINDOW: &str = "RATE_LIMIT_DEFAULT_WINDOW";

fn fault(name: &'static str, text: &str, reason: &str) -> PolicyError {
    PolicyError::new(name, format!("`{text}` {reason}"))
}

/// What becomes of a check while the store does not answer.
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub enum OnStoreError {
    /// This process counts by itself, with this share of the limit: 1 by the number of processes.
    Local(f64),
    /// Every call is admitted.
    Open,
    /// Every call is refused.
    Closed,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(enabled: &str, limit: &str, window: &str) -> Result<RateLimitPolicy, String> {
        let policy = RateLimitPolicy::from_variables(|name| {
            let text = match name {
                ENABLED => enabled,
                LIMIT => limit,
                _ => window,
            };
            if text.is_empty() {
                Err(VarError::NotPresent)
            } else {
                Ok(text.to_owned())
            }
        });
        policy.map_err(|error| error.to_string())
    }

    #[test]
    fn what_is_not_set_has_its_default() {
        let policy = read("", "", "").unwrap();
        assert_eq!(policy, RateLimitPolicy::default());
        assert_eq!(policy.rate(), Rate::new(100, Duration::from_secs(60)));
        let policy = read("off", " 5 ", "2.5").unwrap();
        assert!(!policy.is_enabled());
        assert_eq!(policy.rate(), Rate::new(5, Duration::from_millis(2_500)));
    }

    #[test]
    fn a_bad_value_is_an_error_that_names_the_variable() {
        for (enabled, limit, window, named) in [
            ("maybe", "", "", ENABLED),
            ("", "0", "", LIMIT),
            ("", "-1", "", LIMIT),
            ("", "many", "", LIMIT),
            ("", "", "0", WINDOW),
            ("", "", "60s", WINDOW),
            ("", "", "NaN", WINDOW),
            ("", "", "inf", WINDOW),
        ] {
            let said = read(enabled, limit, window).unwrap_err();
            assert!(said.starts_with(&format!("`{named}`: ")), "{said}");
        }
    }
}
