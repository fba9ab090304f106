//! Three spans to share among a service's functions, set by the environment.
//!
//! ```
//! # use gambeson::cached;
//! #[cached(ttl = gambeson::ttl::short(), key = "rate:{currency}")]
//! async fn rate(currency: &str) -> f64 {
//!     currency.len() as f64
//! }
//! ```

use std::sync::OnceLock;
use std::time::Duration;

use crate::cache::env;

macro_rules! span {
    ($(#[$doc:meta])* $name:ident, $variable:literal, $seconds:literal) => {
        $(#[$doc])*
        ///
        /// Read once, at the first call; a value that cannot be read leaves the default in force and
        /// is reported by one event. [`check`] finds it at start.
        pub fn $name() -> Duration {
            static SPAN: OnceLock<Duration> = OnceLock::new();
            *SPAN.get_or_init(|| read($variable, Duration::from_secs($seconds)))
        }
    };
}

span!(
    /// `CACHE_TTL_SHORT`: 120 s.
    short, "CACHE_TTL_SHORT", 120
);
span!(
    /// `CACHE_TTL_MEDIUM`: 300 s.
    medium, "CACHE_TTL_MEDIUM", 300
);
span!(
    /// `CACHE_TTL_LONG`: 900 s.
    long, "CACHE_TTL_LONG", 900
);

fn read(variable: &'static str, default: Duration) -> Duration {
    match env::duration(variable) {
        Ok(span) => span.unwrap_or(default),
        Err(error) => {
            tracing::warn!(target: "gambeson::cache", %error, "the default is used");
            default
        }
    }
}

/// Reads the three variables; [`CacheManager::from_env`](crate::CacheManager::from_env) does so, too.
///
/// # Errors
/// [`CacheError::Config`](crate::CacheError) names the variable, what it held and what it takes.
pub fn check() -> Result<(), crate::CacheError> {
    for variable in ["CACHE_TTL_SHORT", "CACHE_TTL_MEDIUM", "CACHE_TTL_LONG"] {
        env::duration(variable)?;
    }
    Ok(())
}
