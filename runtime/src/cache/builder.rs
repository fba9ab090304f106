//! Building a manager.

use std::collections::HashSet;
use std::sync::atomic::AtomicBool;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use crate::cache::CacheManager;
#[cfg(feature = "redis")]
use crate::cache::codec::CodecSettings;
use crate::cache::error::CacheError;
use crate::cache::ladder::{Slots, Throttle};
use crate::cache::manager::Inner;
use crate::cache::memory::{Bounds, Memory};
#[cfg(feature = "redis")]
use crate::cache::redis::{RedisOptions, RedisTier};
use crate::cache::stats::StatsTable;
use crate::clock::{Clock, ManualClock};

const MEMORY_BYTES: u64 = 64 << 20;
const DEFAULT_TTL: Duration = Duration::from_secs(300);
const MEMORY_TTL: Duration = Duration::from_secs(60);
const WAIT: Duration = Duration::from_secs(5);
const SLOW_LOAD: Duration = Duration::from_secs(1);
/// What is added to the present must not lie beyond the end of time.
#[cfg(feature = "redis")]
const LONGEST: Duration = Duration::from_secs(365 * 24 * 60 * 60);
const SWEEP_EVERY: Duration = Duration::from_secs(10);
const MAX_RELOADS: usize = 64;

/// Settings of a [`CacheManager`]. Each has a default that serves.
#[derive(Debug)]
#[must_use = "a builder does nothing until `build` is called"]
pub struct CacheManagerBuilder {
    prefix: String,
    bounds: Bounds,
    #[cfg(feature = "redis")]
    codec: CodecSettings,
    default_ttl: Duration,
    memory_ttl: Duration,
    wait: Duration,
    slow_load: Duration,
    sweep_every: Duration,
    max_reloads: usize,
    clock: Clock,
    /// Its URL is empty where there is no second tier.
    #[cfg(feature = "redis")]
    options: RedisOptions,
    /// The Redis of the queues; empty where they have none of their own.
    #[cfg(all(feature = "redis", feature = "write-behind"))]
    queue_redis: String,
    #[cfg(feature = "write-behind")]
    queue_log: Option<std::path::PathBuf>,
}

impl CacheManagerBuilder {
    pub(crate) fn new() -> Self {
        Self {
            prefix: "gambeson".to_owned(),
            bounds: Bounds {
                bytes: MEMORY_BYTES,
                entries: None,
            },
            #[cfg(feature = "redis")]
            codec: CodecSettings::default(),
            default_ttl: DEFAULT_TTL,
            memory_ttl: MEMORY_TTL,
            wait: WAIT,
            slow_load: SLOW_LOAD,
            sweep_every: SWEEP_EVERY,
            max_reloads: MAX_RELOADS,
            clock: Clock::System,
            #[cfg(feature = "redis")]
            options: RedisOptions::new(""),
            #[cfg(all(feature = "redis", feature = "write-behind"))]
            queue_redis: String::new(),
            #[cfg(feature = "write-behind")]
            queue_log: None,
        }
    }

    /// How many bytes the memory tier holds at most, keys and overhead included: 64 MiB.
    ///
    /// The tier is divided into shards, up to four for each processor and none below 1 MiB where the
    /// whole has more; a value that is larger than a shard is not kept in memory.
    pub fn memory_bytes(mut self, bytes: u64) -> Self {
        self.bounds.bytes = bytes;
        self
    }

    /// How many entries the memory tier holds at most, beside the bound in bytes.
    pub fn memory_entries(mut self, entries: u64) -> Self {
        self.bounds.entries = Some(entries);
        self
    }

    /// What every key in Redis begins with, before a `:`. `gambeson`, unless it is said; the memory
    /// tier is this manager's alone and has no need of one.
    pub fn key_prefix(mut self, prefix: impl Into<String>) -> Self {
        self.prefix = prefix.into();
        self
    }

    /// How long a value lives that is set by hand with [`Ttl::Default`](crate::cache::Ttl): 300 s.
    pub fn default_ttl(mut self, ttl: Duration) -> Self {
        self.default_ttl = ttl;
        self
    }

    /// How long memory keeps what Redis has, at most: 60 s. Another process may have changed it.
    pub fn memory_ttl(mut self, ttl: Duration) -> Self {
        self.memory_ttl = ttl;
        self
    }

    /// How long a call waits for another's load of the same key before it loads for itself: 5 s.
    ///
    /// An async call needs a tokio runtime for that; outside of one it waits until the load is done,
    /// fails or is dropped.
    pub fn wait(mut self, wait: Duration) -> Self {
        self.wait = wait;
        self
    }

    /// From which duration on a load is reported by an event: 1 s.
    pub fn slow_load(mut self, slow: Duration) -> Self {
        self.slow_load = slow;
        self
    }

    /// How often what has expired is freed: 10 s, and no more often than each second.
    pub fn sweep_every(mut self, every: Duration) -> Self {
        self.sweep_every = every;
        self
    }

    /// How many reloads run in the background at a time: 64. What finds no place is left to a later
    /// call.
    pub fn max_reloads(mut self, reloads: usize) -> Self {
        self.max_reloads = reloads;
        self
    }

    /// Reads the time of the memory tier from a clock that stands still until it is advanced.
    pub fn clock(mut self, clock: ManualClock) -> Self {
        self.clock = Clock::Manual(clock);
        self
    }

    /// Builds the manager.
    ///
    /// A Redis that is not there is no error, unless it is [required](Self::require_redis): memory
    /// serves, one event says so, and the tier joins in when it is found. Call it inside a tokio
    /// runtime that lives as long as the manager if there is a Redis.
    ///
    /// # Errors
    /// [`CacheError::Config`] for a setting that cannot be, and for a Redis outside of a tokio
    /// runtime; [`CacheError::Unreachable`] for a Redis that is required and not there.
    pub async fn build(self) -> Result<CacheManager, CacheError> {
        self.check()?;
        #[cfg(feature = "redis")]
        let (tier, ear) = (self.tier().await?, self.options.ear.clone());
        #[cfg(all(feature = "redis", feature = "write-behind"))]
        let queue_redis = self.tier_of_queues().await?;
        #[cfg_attr(
            not(feature = "redis"),
            expect(unused_mut, reason = "memory is the only tier")
        )]
        let mut inner = self.inner();
        #[cfg(feature = "redis")]
        {
            inner.redis = tier;
        }
        #[cfg(all(feature = "redis", feature = "write-behind"))]
        {
            inner.lines.redis = queue_redis;
        }
        #[cfg(feature = "redis")]
        let ear = inner.redis.is_some().then_some(ear);
        let manager = CacheManager::new(inner);
        #[cfg(feature = "redis")]
        if let Some(ear) = ear {
            ear.attach(manager.listener());
        }
        Ok(manager)
    }

    /// The second tier, where there is one.
    #[cfg(feature = "redis")]
    async fn tier(&self) -> Result<Option<std::sync::Arc<RedisTier>>, CacheError> {
        if !self.options.url.is_empty() {
            return self.connect("redis", self.options.clone()).await.map(Some);
        }
        if self.options.require {
            return Err(CacheError::Config {
                setting: "require_redis",
                held: "no URL".into(),
                takes: "a Redis to require: `.redis(\"redis://localhost\")`, or `REDIS_URL`".into(),
            });
        }
        Ok(None)
    }

    #[cfg(feature = "redis")]
    async fn connect(
        &self,
        setting: &'static str,
        options: RedisOptions,
    ) -> Result<std::sync::Arc<RedisTier>, CacheError> {
        if tokio::runtime::Handle::try_current().is_err() {
            return Err(CacheError::Config {
                setting,
                held: crate::cache::redis::masked_url(&options.url),
                takes: "a tokio runtime around `build`".into(),
            });
        }
        let prefix = self.prefix.clone();
        RedisTier::connect(RedisOptions { prefix, ..options }).await
    }

    /// The Redis of the queues, where they have one of their own.
    #[cfg(all(feature = "redis", feature = "write-behind"))]
    async fn tier_of_queues(&self) -> Result<Option<std::sync::Arc<RedisTier>>, CacheError> {
        if self.queue_redis.is_empty() {
            return Ok(None);
        }
        let options = RedisOptions {
            url: self.queue_redis.clone(),
            purpose: crate::cache::redis::Purpose::Changes,
            connect_timeout: self.options.connect_timeout,
            response_timeout: self.options.response_timeout,
            ..RedisOptions::new("")
        };
        options.check("queue_redis")?;
        self.connect("queue_redis", options).await.map(Some)
    }

    /// The manager without a second tier.
    pub(crate) fn in_memory(self) -> CacheManager {
        CacheManager::new(self.inner())
    }

    fn check(&self) -> Result<(), CacheError> {
        let positive = [
            ("memory_bytes", self.bounds.bytes),
            ("memory_entries", self.bounds.entries.unwrap_or(1)),
        ];
        for (setting, value) in positive {
            if value == 0 {
                return Err(zero(setting, "a number of at least 1"));
            }
        }
        let spans = [
            ("default_ttl", self.default_ttl),
            ("memory_ttl", self.memory_ttl),
            ("wait", self.wait),
            #[cfg(feature = "redis")]
            ("connect_timeout", self.options.connect_timeout),
            #[cfg(feature = "redis")]
            ("response_timeout", self.options.response_timeout),
            #[cfg(feature = "redis")]
            ("flight_lease", self.options.flight_lease),
        ];
        for (setting, span) in spans {
            if span.is_zero() {
                return Err(zero(setting, "a duration longer than zero"));
            }
        }
        Ok(())
    }

    fn inner(self) -> Inner {
        Inner {
            prefix: self.prefix,
            memory: Memory::new(self.bounds),
            tags: Arc::default(),
            stats: StatsTable::new(),
            clock: self.clock,
            #[cfg(feature = "redis")]
            codec: self.codec,
            default_ttl: self.default_ttl,
            memory_ttl: self.memory_ttl,
            wait: self.wait,
            slow_load: self.slow_load,
            sweep_every: self.sweep_every,
            throttle: Throttle::default(),
            reloads: Slots::new(self.max_reloads),
            #[cfg(feature = "redis")]
            redis: None,
            swept: AtomicBool::new(false),
            warned: Mutex::new(HashSet::new()),
            #[cfg(feature = "write-behind")]
            lines: crate::cache::behind::Lines::new(self.queue_log),
            #[cfg(feature = "metrics")]
            published: Default::default(),
        }
    }
}

fn zero(setting: &'static str, takes: &str) -> CacheError {
    CacheError::Config {
        setting,
        held: "0".into(),
        takes: takes.into(),
    }
}

/// The second tier.
#[cfg(feature = "redis")]
impl CacheManagerBuilder {
    #[doc = include_str!("../../docs/redis.md")]
    pub fn redis(mut self, url: impl Into<String>) -> Self {
        self.options.url = url.into();
        self
    }

    /// Who signs for the servers of `rediss://`: a path to certificates in PEM, or the PEM itself.
    /// Only these are trusted then. Without it, those that the system trusts.
    #[cfg(feature = "redis-rustls")]
    pub fn redis_ca(mut self, pem: impl Into<String>) -> Self {
        self.options.tls.ca = Some(pem.into());
        self
    }

    /// Whom this process shows itself as to a server of `rediss://` that asks: certificate and key,
    /// each a path or the PEM itself. The key shows up in no error, log or `Debug`.
    #[cfg(feature = "redis-rustls")]
    pub fn redis_client_cert(
        mut self,
        certificate: impl Into<String>,
        key: impl Into<String>,
    ) -> Self {
        self.options.tls.client = Some((certificate.into(), key.into()));
        self
    }

    /// How entries are written in Redis: see [`CodecSettings`].
    pub fn codec(mut self, codec: CodecSettings) -> Self {
        self.codec = codec;
        self
    }

    /// Makes a Redis that is not there at [`build`](Self::build) an error.
    pub fn require_redis(mut self) -> Self {
        self.options.require = true;
        self
    }

    /// How many connections to Redis: 1, which batches what is asked at the same time.
    pub fn redis_connections(mut self, connections: usize) -> Self {
        self.options.connections = connections.max(1);
        self
    }

    /// How long an attempt to connect may take: 1 s.
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.options.connect_timeout = timeout.min(LONGEST);
        self
    }

    /// How long an answer of Redis may take: 200 ms.
    pub fn response_timeout(mut self, timeout: Duration) -> Self {
        self.options.response_timeout = timeout.min(LONGEST);
        self
    }

    /// How long after an outage no entry of Redis is served, because another process may not have
    /// carried out its removals yet: 1 s.
    pub fn settle(mut self, settle: Duration) -> Self {
        self.options.settle = settle.min(LONGEST);
        self
    }

    /// What a set or a removal does that cannot reach Redis: it is remembered, unless this says
    /// that it fails.
    pub fn on_outage(mut self, on_outage: crate::cache::OnOutage) -> Self {
        self.options.on_outage = on_outage;
        self
    }

    /// How the memory of this process learns what others change: [`Coherence::Auto`].
    ///
    /// [`Coherence::Auto`]: crate::cache::Coherence::Auto
    pub fn coherence(mut self, coherence: crate::cache::Coherence) -> Self {
        self.options.coherence = coherence;
        self
    }

    /// How long the other processes wait for one that loads for all (`flight = cluster`) and gives
    /// no sign of life: 5 s. It renews the lease three times in that span, so a load may take
    /// longer.
    pub fn flight_lease(mut self, lease: Duration) -> Self {
        self.options.flight_lease = lease.min(LONGEST);
        self
    }

    /// Trusts entries that were written before the server restarted or failed over. Off: a server
    /// that comes back from an older snapshot holds what has been removed since.
    pub fn trust_restarts(mut self, trust: bool) -> Self {
        self.options.trust_restarts = trust;
        self
    }
}

/// Where write-behind keeps changes.
#[cfg(feature = "write-behind")]
impl CacheManagerBuilder {
    /// A Redis for the changes of write-behind alone, beside a cache whose Redis may evict. It has to
    /// be one that never evicts.
    #[cfg(feature = "redis")]
    pub fn queue_redis(mut self, url: impl Into<String>) -> Self {
        self.queue_redis = url.into();
        self
    }

    /// The file for the changes of write-behind, where they are not kept in Redis. One process at a
    /// time has it.
    pub fn queue_log(mut self, path: impl Into<std::path::PathBuf>) -> Self {
        self.queue_log = Some(path.into());
        self
    }
}
