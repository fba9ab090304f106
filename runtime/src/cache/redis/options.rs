//! What a Redis tier is told, and what of it may be shown.

use std::fmt;
use std::time::Duration;

use super::place::{Place, addresses};
use super::{Coherence, Ear};
use crate::CacheError;

/// What becomes of an invalidation or a set by hand that does not reach the server.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub enum OnOutage {
    /// It is remembered as an invalidation, and carried out before the tier is trusted again.
    #[default]
    Remember,
    /// The call returns an error, and nothing is remembered.
    Fail,
}

/// What the connection is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Purpose {
    /// Entries of a cache, which are vouched for by what stands in the server.
    #[default]
    Entries,
    /// Calls that stand for themselves: nothing is kept in the server beside what they write, and
    /// whoever makes them tells of outages.
    Calls,
}

/// The settings of one Redis tier.
#[derive(Clone)]
pub(crate) struct RedisOptions {
    /// Where the server is, or the servers: see `place`.
    pub(crate) url: String,
    #[cfg(feature = "redis-rustls")]
    pub(crate) tls: super::tls::Tls,
    /// What stands before every key, followed by `:`; empty for nothing.
    pub(crate) prefix: String,
    /// How many multiplexed connections take turns.
    pub(crate) connections: usize,
    /// The longest that TCP, TLS and the greeting may take together.
    pub(crate) connect_timeout: Duration,
    /// The longest that a call waits for its answer.
    pub(crate) response_timeout: Duration,
    /// For how long entries are not served after an outage that this process noticed.
    pub(crate) settle: Duration,
    /// For how long a miss may load and still store: what it takes longer for is not stored.
    pub(crate) lease: Duration,
    pub(crate) on_outage: OnOutage,
    /// How many keys are remembered one by one; past it the whole prefix is doubtful.
    pub(crate) pending_limit: usize,
    /// Serves entries that were written before the server's last restart or fail-over, although
    /// an invalidation may have been lost in it.
    pub(crate) trust_restarts: bool,
    /// Makes a server that is not there at the start an error.
    pub(crate) require: bool,
    pub(crate) purpose: Purpose,
    pub(crate) coherence: Coherence,
    /// For how long a process that loads for all keeps the others waiting without a sign of life.
    pub(crate) flight_lease: Duration,
    pub(crate) ear: Ear,
}

impl RedisOptions {
    /// The defaults, for the server at `url`.
    pub(crate) fn new(url: impl Into<String>) -> Self {
        Self {
            url: url.into(),
            #[cfg(feature = "redis-rustls")]
            tls: super::tls::Tls::default(),
            prefix: String::new(),
            connections: 1,
            connect_timeout: Duration::from_secs(1),
            response_timeout: Duration::from_millis(200),
            settle: Duration::from_secs(1),
            lease: Duration::from_secs(60),
            on_outage: OnOutage::Remember,
            pending_limit: 10_000,
            trust_restarts: false,
            require: false,
            purpose: Purpose::default(),
            coherence: Coherence::default(),
            flight_lease: Duration::from_secs(5),
            ear: Ear::new(),
        }
    }

    /// Refuses an address that cannot be read, in the name of the setting that held it.
    pub(crate) fn check(&self, setting: &'static str) -> Result<(), CacheError> {
        Place::parse(self, setting).map(drop)
    }

    /// The same for another server, or `None` where these are for a socket of this machine or for
    /// sentinels. An empty host is the one that stands here.
    pub(crate) fn at(&self, host: &str, port: u16) -> Option<Self> {
        let addresses = addresses(&self.url);
        let (scheme, rest) = addresses.first()?.split_once("://")?;
        if scheme.contains("unix") || scheme.contains("sentinel") {
            return None;
        }
        let (place, path) = rest.split_at(rest.find(['/', '?']).unwrap_or(rest.len()));
        let (user, here) = match place.rfind('@') {
            Some(at) => place.split_at(at + 1),
            None => ("", place),
        };
        let here = match here.rfind(':') {
            Some(colon) if !here.ends_with(']') => here.get(..colon)?,
            _ => here,
        };
        let host = match host {
            "" => here.to_owned(),
            host if host.contains(':') => format!("[{host}]"),
            host => host.to_owned(),
        };
        Some(Self {
            url: format!("{scheme}://{user}{host}:{port}{path}"),
            ..self.clone()
        })
    }

    /// The password, which is shown to nobody.
    #[cfg(feature = "resilience")]
    pub(crate) fn password(&self) -> Option<String> {
        self.place().ok()?.password()
    }

    /// Where to connect, and how.
    pub(super) fn place(&self) -> Result<Place, CacheError> {
        Place::parse(self, "redis")
    }

    /// An address that cannot be read, in the name of the setting that held it.
    pub(super) fn unreadable(&self, setting: &'static str, hint: &str) -> CacheError {
        CacheError::Config {
            setting,
            held: masked_url(&self.url),
            takes: format!("an address such as `redis://localhost:6379/0`{hint}"),
        }
    }
}

impl fmt::Debug for RedisOptions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = f.debug_struct("RedisOptions");
        #[cfg(feature = "redis-rustls")]
        shown.field("tls", &self.tls);
        shown
            .field("url", &masked_url(&self.url))
            .field("prefix", &self.prefix)
            .field("connections", &self.connections)
            .field("connect_timeout", &self.connect_timeout)
            .field("response_timeout", &self.response_timeout)
            .field("settle", &self.settle)
            .field("lease", &self.lease)
            .field("on_outage", &self.on_outage)
            .field("pending_limit", &self.pending_limit)
            .field("trust_restarts", &self.trust_restarts)
            .field("require", &self.require)
            .field("purpose", &self.purpose)
            .field("coherence", &self.coherence)
            .field("flight_lease", &self.flight_lease)
            .finish_non_exhaustive()
    }
}

/// `url` with `***` in place of all that may be a user's name or a password.
///
/// It takes any text, also one that is no URL: what stands before the last `@` is hidden, and so
/// is the value of each query argument whose name holds `pass`.
pub(crate) fn masked_url(url: &str) -> String {
    let (scheme, rest) = match url.find("://") {
        Some(at) => url.split_at(at + 3),
        None => ("", url),
    };
    let mut masked = String::from(scheme);
    let rest = match rest.rfind('@') {
        Some(at) => {
            masked.push_str("***");
            &rest[at..]
        }
        None => rest,
    };
    let Some((before, query)) = rest.split_once('?') else {
        masked.push_str(rest);
        return masked;
    };
    masked.push_str(before);
    for (index, argument) in query.split('&').enumerate() {
        masked.push(if index == 0 { '?' } else { '&' });
        match argument.split_once('=') {
            Some((name, _)) if name.to_ascii_lowercase().contains("pass") => {
                masked.push_str(name);
                masked.push_str("=***");
            }
            _ => masked.push_str(argument),
        }
    }
    masked
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_masked_url_holds_neither_user_nor_password() {
        for (url, masked) in [
            ("redis://localhost", "redis://localhost"),
            (
                "redis://:hunter2@localhost:1/3",
                "redis://***@localhost:1/3",
            ),
            ("redis://hunter2@localhost", "redis://***@localhost"),
            ("rediss://me:hun@ter/2@h:1", "rediss://***@h:1"),
            ("me:hunter2@h", "***@h"),
            (
                "redis+unix:///run/r?db=1&pass=hunter2&user=me",
                "redis+unix:///run/r?db=1&pass=***&user=me",
            ),
            ("unix:///r?Password=hunter2", "unix:///r?Password=***"),
            ("", ""),
        ] {
            assert_eq!(masked_url(url), masked, "{url}");
        }
    }

    #[test]
    fn another_server_is_reached_in_the_same_way() {
        let at = |url: &str, host: &str| {
            let options = RedisOptions::new(url).at(host, 7001)?;
            Some(options.url)
        };
        let is = |url: &str| Some(url.to_owned());
        assert_eq!(at("redis://h:1", "g"), is("redis://g:7001"));
        assert_eq!(
            at("rediss://me:hun@ter2@h/3?x=1", "g"),
            is("rediss://me:hun@ter2@g:7001/3?x=1")
        );
        assert_eq!(at("redis://h", ""), is("redis://h:7001"));
        assert_eq!(at("redis://h:1/", "::1"), is("redis://[::1]:7001/"));
        assert_eq!(at("redis://[::1]:5", ""), is("redis://[::1]:7001"));
        assert_eq!(at("redis://[::1]", ""), is("redis://[::1]:7001"));
        assert_eq!(at("redis://h:1/,redis://h:2/", ""), is("redis://h:7001/"));
        assert_eq!(at("redis+unix:///run/r", "g"), None);
    }

    #[test]
    fn neither_debug_nor_the_error_of_a_bad_url_shows_the_password() {
        for url in [
            "redis://me:hunter2@",
            "redis://:hunter2@h/notanumber",
            "http://:hunter2@h",
            "redis://:hunter2@h:port",
        ] {
            let options = RedisOptions::new(url);
            assert!(!format!("{options:?}").contains("hunter2"), "{url}");
            let error = options.place().map(drop).expect_err(url);
            assert!(!format!("{error} {error:?}").contains("hunter2"), "{error}");
        }
    }
}
