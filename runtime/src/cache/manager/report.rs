//! What a manager says of itself.

use std::time::Duration;

use crate::cache::CacheManager;
#[cfg(feature = "redis")]
use crate::cache::RedisHealth;
use crate::cache::stats::{CacheStats, Counts, FunctionCounts};

/// The state of each tier.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Health {
    /// The memory tier, which is always there.
    pub memory: TierHealth,
    /// The Redis tier, where the manager has one.
    #[cfg(feature = "redis")]
    pub redis: Option<RedisHealth>,
}

/// How full the memory tier is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct TierHealth {
    /// Entries that it holds.
    pub entries: u64,
    /// Bytes that they weigh.
    pub bytes: u64,
}

impl CacheManager {
    /// Asks each tier how it is. With Redis this is one PING, bounded by the response time-out; a
    /// tier that is down answers at once.
    pub async fn health(&self) -> Health {
        Health {
            memory: TierHealth {
                entries: self.memory().entries(),
                bytes: self.memory().bytes(),
            },
            #[cfg(feature = "redis")]
            redis: match self.redis() {
                Some(redis) => {
                    let round_trip = redis.ping().await;
                    Some(RedisHealth {
                        round_trip,
                        ..redis.health()
                    })
                }
                None => None,
            },
        }
    }

    /// What this manager has done since it was built or since the last
    /// [`reset_stats`](Self::reset_stats). Counted by each thread for itself and added up here.
    pub fn stats(&self) -> CacheStats {
        let mut stats = CacheStats {
            evicted: self.memory().evicted(),
            expired: self.memory().expired(),
            bytes: self.memory().bytes(),
            entries: self.memory().entries(),
            tags: self.tags().len(),
            ..CacheStats::default()
        };
        for function in self.stats_table().functions() {
            let counts = Counts::of(function);
            stats.total.add(&counts);
            stats.functions.push(FunctionCounts {
                function: function.site.function(),
                counts,
            });
        }
        stats
    }

    /// Begins to count anew. Evicted and expired entries, and the metrics of the `metrics` feature,
    /// go on.
    pub fn reset_stats(&self) {
        self.stats_table().reset();
    }

    /// Frees what has expired, now. The sweep does the same every few seconds.
    pub fn sweep(&self) {
        self.memory().sweep(self.now());
        self.tags().sweep();
    }

    /// Carries out what is remembered for Redis, as far as that is possible within `grace`, and
    /// closes the connection; a Redis that is away is waited for until then. Memory goes on serving.
    ///
    /// Dropped before it is ready, it closes nothing, and can be called again.
    pub async fn shutdown(&self, grace: Duration) {
        #[cfg(feature = "redis")]
        if let Some(redis) = self.redis() {
            redis.shutdown(grace).await;
        }
        #[cfg(not(feature = "redis"))]
        let _ = grace;
    }
}
