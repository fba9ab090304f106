//! The settings of a limiter in Redis, and what is wrong with them.

use std::error::Error;
use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64};
use std::time::Duration;

use super::lease::{Leases, MOST};
use super::local::Local;
use super::outage::Outage;
use super::script::Grain;
use super::source::{Naming, Source};
use super::watch::Watch;
use super::{RedisLimiter, Shared, servers};
use crate::cache::CacheManager;
use crate::clock::Clock;
use crate::resilience::limit::{OnStoreError, Rate};
use crate::resilience::name::Name;
use crate::resilience::seen;
use crate::test::ManualClock;

/// The longest that a check waits for Redis, unless said.
const TIMEOUT: Duration = Duration::from_millis(50);
const MAX_KEYS: u64 = 10_000;
const IDLE: Duration = Duration::from_secs(60 * 60);

/// The settings of a [`RedisLimiter`].
#[derive(Clone, Debug)]
#[must_use]
pub struct RedisLimiterBuilder {
    name: Name,
    rate: Rate,
    place: Place,
    prefix: Option<String>,
    on_store_error: OnStoreError,
    lease: Option<u32>,
    timeout: Duration,
    max_keys: u64,
    idle: Duration,
    clock: Clock,
}

#[derive(Clone, Debug)]
enum Place {
    Installed,
    Manager(CacheManager),
    Url(String),
}

impl RedisLimiterBuilder {
    pub(super) fn new(rate: Rate) -> Self {
        Self {
            name: Name::of("rate limit"),
            rate,
            place: Place::Installed,
            prefix: None,
            on_store_error: OnStoreError::Local(1.0),
            lease: None,
            timeout: TIMEOUT,
            max_keys: MAX_KEYS,
            idle: IDLE,
            clock: Clock::System,
        }
    }

    /// What events and metrics call it. Limiters of one name and one prefix share their limits.
    pub fn name(mut self, name: impl Into<Name>) -> Self {
        self.name = name.into();
        self
    }

    /// The servers to ask, instead of the Redis of the installed [`CacheManager`]:
    /// `redis://[user:password@]host[:port][/db]`, or `rediss://` with the feature `redis-rustls`.
    /// Of a cluster any node, or several of its nodes separated by commas. Limiters with the same
    /// servers share their connections. The password shows up in no error, event or `Debug`.
    pub fn redis(mut self, url: impl Into<String>) -> Self {
        self.place = Place::Url(url.into());
        self
    }

    /// The manager whose Redis is asked, instead of the installed one.
    pub fn manager(mut self, manager: &CacheManager) -> Self {
        self.place = Place::Manager(manager.clone());
        self
    }

    /// What every key begins with, before a `:`. That of the manager, unless it is said, or
    /// `gambeson` where servers are named.
    pub fn key_prefix(mut self, prefix: impl Into<String>) -> Self {
        self.prefix = Some(prefix.into());
        self
    }

    /// What a check answers while Redis does not: this process counts by itself, unless it is said,
    /// as if it were the only one.
    pub fn on_store_error(mut self, answer: OnStoreError) -> Self {
        self.on_store_error = answer;
        self
    }

    /// Takes permits in blocks of so many, one trip a block, and hands them out in this process: for
    /// keys in such demand that a trip for each call is too much. In any window each process may
    /// admit up to a block more. A block is never larger than the burst.
    pub fn lease(mut self, block: u32) -> Self {
        self.lease = Some(block);
        self
    }

    /// How long a check waits for Redis: 50 ms. After that, Redis counts as not answering.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }

    /// Of how many keys this process knows something, for leases and outages: 10,000. The one that
    /// was not used for longest goes.
    pub fn max_keys(mut self, keys: u64) -> Self {
        self.max_keys = keys;
        self
    }

    /// For how long it knows something of a key that nobody uses: 1 h.
    pub fn idle(mut self, idle: Duration) -> Self {
        self.idle = idle;
        self
    }

    /// Time by a test's clock. Only leases and outages are timed in this process: a limit in Redis
    /// goes by the server's clock.
    pub fn clock(mut self, clock: ManualClock) -> Self {
        self.clock = Clock::Manual(clock);
        self
    }

    /// Builds the limiter. Redis is connected to when it is first asked.
    ///
    /// # Errors
    ///
    /// What cannot be: a rate of nothing, a share that is not above 0 and at most 1, a block of
    /// nothing or of more than 16,777,215, a time-out of zero, a URL that cannot be read.
    pub fn build(self) -> Result<RedisLimiter, RedisLimiterError> {
        self.check()?;
        let grain = Grain::of(self.rate);
        let naming = Naming {
            prefix: self.prefix,
            name: self.name.clone(),
            mark: grain.mark(),
        };
        let source = match self.place {
            Place::Url(urls) => {
                let servers = servers::at(&urls, self.timeout)
                    .map_err(|error| RedisLimiterError(error.to_string()))?;
                Source::fixed(servers, &naming)
            }
            Place::Manager(manager) => Source::of(Some(manager), naming, self.timeout),
            Place::Installed => Source::of(None, naming, self.timeout),
        };
        let outage = match self.on_store_error {
            OnStoreError::Local(share) => {
                Outage::Local(Local::new(self.rate, share, self.max_keys, self.idle))
            }
            OnStoreError::Open => Outage::Open,
            OnStoreError::Closed => Outage::Closed,
        };
        let shared = Arc::new(Shared {
            leases: self
                .lease
                .map(|block| Leases::new(block, grain, self.max_keys, self.idle)),
            watch: Arc::new(Watch::new(self.clock)),
            name: self.name,
            source,
            grain,
            outage,
            errors: AtomicU64::new(0),
            told: AtomicBool::new(false),
        });
        seen::watch(&shared);
        Ok(RedisLimiter { shared })
    }

    fn check(&self) -> Result<(), RedisLimiterError> {
        let wrong = |text: String| Err(RedisLimiterError(text));
        if let Some(fault) = self.rate.fault() {
            return wrong(fault.to_string());
        }
        if let OnStoreError::Local(share) = self.on_store_error
            && !(share > 0.0 && share <= 1.0)
        {
            return wrong(format!("a share is above 0 and at most 1, and not {share}"));
        }
        match self.lease {
            Some(0) => wrong("a lease is a block of at least 1".to_owned()),
            Some(block) if block > MOST => wrong(format!(
                "a lease is a block of at most {MOST}, and not {block}"
            )),
            _ if self.timeout.is_zero() => wrong("a time-out is longer than zero".to_owned()),
            _ => Ok(()),
        }
    }
}

/// Settings of a limiter in Redis that cannot be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RedisLimiterError(String);

impl fmt::Display for RedisLimiterError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Error for RedisLimiterError {}
