//! Settings from the environment.

use std::env::{self, VarError};
use std::time::Duration;

use crate::cache::builder::CacheManagerBuilder;
use crate::cache::error::CacheError;

impl CacheManagerBuilder {
    /// Settings from the environment; what is not set keeps its default.
    ///
    /// | variable | meaning |
    /// |---|---|
    /// | `REDIS_URL` | the second tier: any address that `redis` takes (feature `redis`; without it, an error) |
    /// | `REDIS_CA` | `redis_ca`: a path, or the PEM (feature `redis-rustls`; without it, an error) |
    /// | `REDIS_CLIENT_CERT`, `REDIS_CLIENT_KEY` | `redis_client_cert`: both, or an error |
    /// | `CACHE_KEY_PREFIX` | [`key_prefix`](Self::key_prefix) |
    /// | `CACHE_MEMORY_BYTES` | [`memory_bytes`](Self::memory_bytes) |
    /// | `CACHE_TTL_DEFAULT` | [`default_ttl`](Self::default_ttl): seconds, or with a unit as in `2m` |
    ///
    /// # Errors
    /// [`CacheError::Config`] names the variable, what it held and what it takes.
    pub fn from_env() -> Result<Self, CacheError> {
        crate::ttl::check()?;
        let mut builder = Self::new();
        if let Some(prefix) = text("CACHE_KEY_PREFIX")? {
            builder = builder.key_prefix(prefix);
        }
        if let Some(bytes) = text("CACHE_MEMORY_BYTES")? {
            let bytes = bytes.trim().parse().ok().filter(|&bytes: &u64| bytes > 0);
            let takes = "a number of bytes, at least 1, such as `67108864`";
            builder = builder.memory_bytes(bytes.ok_or_else(|| bad("CACHE_MEMORY_BYTES", takes))?);
        }
        if let Some(ttl) = duration("CACHE_TTL_DEFAULT")? {
            builder = builder.default_ttl(ttl);
        }
        builder.redis_from_env()?.tls_from_env()
    }

    #[cfg(feature = "redis-rustls")]
    fn tls_from_env(mut self) -> Result<Self, CacheError> {
        if let Some(ca) = given("REDIS_CA")? {
            self = self.redis_ca(ca);
        }
        match (given("REDIS_CLIENT_CERT")?, given("REDIS_CLIENT_KEY")?) {
            (Some(certificate), Some(key)) => Ok(self.redis_client_cert(certificate, key)),
            (None, None) => Ok(self),
            (Some(_), None) => Err(missing("REDIS_CLIENT_KEY", "REDIS_CLIENT_CERT")),
            (None, Some(_)) => Err(missing("REDIS_CLIENT_CERT", "REDIS_CLIENT_KEY")),
        }
    }

    #[cfg(not(feature = "redis-rustls"))]
    fn tls_from_env(self) -> Result<Self, CacheError> {
        for setting in ["REDIS_CA", "REDIS_CLIENT_CERT", "REDIS_CLIENT_KEY"] {
            if given(setting)?.is_some() {
                return Err(CacheError::Config {
                    setting,
                    held: "something".into(),
                    takes: "the `redis-rustls` feature of gambeson: \
                            `gambeson = { version = \"0.1\", features = [\"redis-rustls\"] }`"
                        .into(),
                });
            }
        }
        Ok(self)
    }

    #[cfg(feature = "redis")]
    fn redis_from_env(self) -> Result<Self, CacheError> {
        Ok(match text("REDIS_URL")? {
            Some(url) if !url.trim().is_empty() => {
                crate::cache::redis::RedisOptions::new(url.trim()).check("REDIS_URL")?;
                self.redis(url.trim())
            }
            _ => self,
        })
    }

    #[cfg(not(feature = "redis"))]
    fn redis_from_env(self) -> Result<Self, CacheError> {
        match text("REDIS_URL")? {
            Some(url) if !url.trim().is_empty() => Err(CacheError::Config {
                setting: "REDIS_URL",
                held: "a URL".into(),
                takes: "the `redis` feature of gambeson: \
                        `gambeson = { version = \"0.1\", features = [\"redis\"] }`"
                    .into(),
            }),
            _ => Ok(self),
        }
    }
}

/// What is set and not empty.
fn given(name: &'static str) -> Result<Option<String>, CacheError> {
    Ok(text(name)?.filter(|value| !value.trim().is_empty()))
}

#[cfg(feature = "redis-rustls")]
fn missing(setting: &'static str, beside: &str) -> CacheError {
    CacheError::Config {
        setting,
        held: "nothing".into(),
        takes: format!("a path or a PEM, because `{beside}` is set"),
    }
}

fn text(name: &'static str) -> Result<Option<String>, CacheError> {
    match env::var(name) {
        Ok(value) => Ok(Some(value)),
        Err(VarError::NotPresent) => Ok(None),
        Err(VarError::NotUnicode(_)) => Err(CacheError::Config {
            setting: name,
            held: "bytes that are not UTF-8".into(),
            takes: "text".into(),
        }),
    }
}

fn bad(name: &'static str, takes: &str) -> CacheError {
    CacheError::Config {
        setting: name,
        held: env::var(name).unwrap_or_default(),
        takes: takes.into(),
    }
}

/// A span from the environment: `120` is seconds, `2m` has a unit.
pub(crate) fn duration(name: &'static str) -> Result<Option<Duration>, CacheError> {
    let Some(value) = text(name)? else {
        return Ok(None);
    };
    let takes = "seconds, such as `120`, or a duration longer than zero with a unit \
                 (`ns`, `us`, `ms`, `s`, `m`, `h`, `d`), such as `2m`";
    match parse_duration(value.trim()) {
        Some(span) if !span.is_zero() => Ok(Some(span)),
        _ => Err(bad(name, takes)),
    }
}

/// `90`, `1.5s`, `1h30m`.
fn parse_duration(text: &str) -> Option<Duration> {
    if let Ok(seconds) = text.parse() {
        return Some(Duration::from_secs(seconds));
    }
    let mut rest = text;
    let mut sum = Duration::ZERO;
    while !rest.is_empty() {
        let digits = rest.find(|c: char| !c.is_ascii_digit() && c != '.')?;
        let (number, tail) = rest.split_at(digits);
        let end = tail
            .find(|c: char| c.is_ascii_digit())
            .unwrap_or(tail.len());
        let (unit, tail) = tail.split_at(end);
        sum = sum.checked_add(span(number, unit)?)?;
        rest = tail;
    }
    (!text.is_empty()).then_some(sum)
}

fn span(number: &str, unit: &str) -> Option<Duration> {
    let nanos: u128 = match unit {
        "ns" => 1,
        "us" => 1_000,
        "ms" => 1_000_000,
        "s" => 1_000_000_000,
        "m" => 60_000_000_000,
        "h" => 3_600_000_000_000,
        "d" => 86_400_000_000_000,
        _ => return None,
    };
    let (whole, fraction) = number.split_once('.').unwrap_or((number, "0"));
    let scale = 10_u128.checked_pow(u32::try_from(fraction.len()).ok()?)?;
    let whole = whole.parse::<u128>().ok()?.checked_mul(nanos)?;
    let fraction = fraction.parse::<u128>().ok()?.checked_mul(nanos)? / scale;
    u64::try_from(whole.checked_add(fraction)?)
        .ok()
        .map(Duration::from_nanos)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_are_read_as_seconds_or_with_units() {
        for (text, millis) in [
            ("120", 120_000),
            ("2m", 120_000),
            ("1h30m", 5_400_000),
            ("1.5s", 1_500),
            ("250ms", 250),
        ] {
            assert_eq!(
                parse_duration(text),
                Some(Duration::from_millis(millis)),
                "{text}"
            );
        }
    }

    #[test]
    fn what_is_no_duration_is_refused() {
        for text in [
            "",
            "m",
            "5 m",
            "-1",
            "5 minutes",
            "1..5s",
            "999999999999999999999d",
            "٣s",
        ] {
            assert_eq!(parse_duration(text), None, "{text}");
        }
    }
}
