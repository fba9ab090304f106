//! A policy from the environment.

use std::env::{self, VarError};
use std::fmt;

use super::build::BreakerBuilder;
use super::policy::{BreakerPolicy, OpenFor};
use crate::resilience::policy::{PolicyError, seconds, variable};

const THRESHOLD: &str = "CIRCUIT_BREAKER_FAILURE_THRESHOLD";
const TIMEOUT: &str = "CIRCUIT_BREAKER_RECOVERY_TIMEOUT";

impl BreakerPolicy {
    /// The policy that the environment describes.
    ///
    /// | variable | meaning | if it is not set |
    /// |---|---|---|
    /// | `CIRCUIT_BREAKER_FAILURE_THRESHOLD` | failures in a row that open the circuit | 5 |
    /// | `CIRCUIT_BREAKER_RECOVERY_TIMEOUT` | how long it stays open, in seconds: `60`, `2.5` | 60 |
    ///
    /// ```
    /// use gambeson::Rejected;
    /// use gambeson::resilience::BreakerPolicy;
    ///
    /// #[derive(Debug)]
    /// struct PayError;
    ///
    /// impl From<Rejected> for PayError {
    ///     fn from(_: Rejected) -> Self { Self }
    /// }
    ///
    /// #[gambeson::circuit_breaker(policy = BreakerPolicy::from_env())]
    /// async fn charge(cents: u64) -> Result<u64, PayError> {
    ///     Ok(cents)
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
        let mut builder = BreakerBuilder::default();
        if let Some(text) = variable(THRESHOLD, &read)? {
            let failures = text.parse().ok().filter(|failures| *failures > 0);
            let failures = failures.ok_or_else(|| {
                fault(
                    THRESHOLD,
                    format_args!("`{text}` is no whole number from 1 on"),
                )
            })?;
            builder = builder.consecutive(failures);
        }
        if let Some(text) = variable(TIMEOUT, &read)? {
            builder = builder.open_for(OpenFor::Fixed(seconds(TIMEOUT, &text)?));
        }
        builder.policy()
    }
}

fn fault(name: &'static str, reason: fmt::Arguments<'_>) -> PolicyError {
    PolicyError::new(name, reason.to_string())
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    fn read(threshold: &str, timeout: &str) -> Result<BreakerPolicy, String> {
        let policy = BreakerPolicy::from_variables(|name| {
            let text = if name == THRESHOLD {
                threshold
            } else {
                timeout
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
    fn what_is_not_set_is_as_if_nothing_were_said() {
        assert_eq!(read("", ""), Ok(BreakerPolicy::default()));
        let policy = read("3", " 2.5 ").unwrap();
        assert_eq!(policy.consecutive, Some(3));
        assert_eq!(
            policy.open_for,
            OpenFor::Fixed(Duration::from_millis(2_500))
        );
    }

    #[test]
    fn a_bad_value_is_an_error_that_names_the_variable() {
        for (threshold, timeout, named) in [
            ("0", "", THRESHOLD),
            ("-1", "", THRESHOLD),
            ("five", "", THRESHOLD),
            ("", "0", TIMEOUT),
            ("", "-1", TIMEOUT),
            ("", "60s", TIMEOUT),
            ("", "NaN", TIMEOUT),
            ("", "inf", TIMEOUT),
        ] {
            let said = read(threshold, timeout).unwrap_err();
            assert!(said.starts_with(&format!("`{named}`: ")), "{said}");
        }
    }
}
