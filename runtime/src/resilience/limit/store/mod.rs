//! The rate limit in Redis: one for all processes, by the server's clock.
//!
//! A check is one script on one key, so that it is one trip, and safe on a cluster. It never waits
//! longer than the time-out, and not at all while the store is known to be away.
//!
//! | file | subject |
//! |---|---|
//! | `script` | GCRA in the server: what it is told, and what it answers |
//! | `name` | what a key is called there |
//! | `source` | the Redis of a manager, or one by URL |
//! | `servers/` | one server or a cluster: connections, who has which key, who is down |
//! | `lease/` | blocks of permits that are handed out in this process |
//! | `outage`, `local` | what a check answers while the store does not |
//! | `watch` | time on this side |
//! | `build` | the settings |

mod build;
mod lease;
mod local;
mod name;
mod outage;
mod script;
mod servers;
mod source;
mod watch;

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Duration;

pub use self::build::{RedisLimiterBuilder, RedisLimiterError};
use self::lease::{Lease, Leases, Look, Unanswered, Way};
use self::outage::Outage;
use self::script::{Ask, Grain, Grant};
use self::source::{Place, Source};
use self::watch::Watch;
use super::{Decision, Rate};
use crate::resilience::name::Name;
use crate::resilience::seen::{Series, Watched};

/// A rate limit that all processes share which use the same Redis.
///
/// It counts by GCRA in one script, by the server's clock: the clocks of the processes do not matter.
/// In any window of one period no more than limit + burst are admitted, whoever asks; with a
/// [lease](RedisLimiterBuilder::lease) up to a block more for each process. What Redis loses (a
/// restart without persistence, `FLUSHALL`, a fail-over to a replica that is behind) is at most
/// another burst.
///
/// A clone is the same limiter.
///
/// ```no_run
/// use gambeson::resilience::{OnStoreError, Rate, RedisLimiter};
///
/// # async fn example(user: &str) -> Result<(), Box<dyn std::error::Error>> {
/// let limiter = RedisLimiter::builder(Rate::per_minute(100).burst(20))
///     .name("search")
///     .redis("redis://localhost")
///     .on_store_error(OnStoreError::Local(0.25))
///     .build()?;
/// let decision = limiter.check(user.as_bytes(), 1).await;
/// if !decision.admitted {
///     println!("come again in {:?}", decision.retry_after);
/// }
/// # Ok(()) }
/// ```
#[derive(Clone)]
pub struct RedisLimiter {
    shared: Arc<Shared>,
}

struct Shared {
    name: Name,
    source: Source,
    grain: Grain,
    leases: Option<Leases>,
    outage: Outage,
    watch: Arc<Watch>,
    /// Checks that the store did not answer.
    errors: AtomicU64,
    /// Whether it was said that there is no Redis.
    told: AtomicBool,
}

impl RedisLimiter {
    /// Begins to set up a limiter for a rate.
    pub fn builder(rate: Rate) -> RedisLimiterBuilder {
        RedisLimiterBuilder::new(rate)
    }

    /// Asks for `cost` permits of a key, which may be any bytes. A refusal takes none.
    ///
    /// One trip to Redis, or none where permits are leased. It waits for as long as the time-out says
    /// at most; if there is no answer by then, or Redis is known to be away, the answer is that of
    /// [`on_store_error`](RedisLimiterBuilder::on_store_error). So it is outside of a tokio runtime.
    ///
    /// Dropped before it is done, it may have taken its permits nevertheless: the limit is then
    /// stricter by them, and never looser. So it is with a check that Redis answers too late.
    pub async fn check(&self, key: &[u8], cost: u32) -> Decision {
        self.shared.check(key, cost).await
    }

    /// The answer, if there is one without waiting: permits are leased and at hand, or it is known
    /// that there can be none. Otherwise [`check`](Self::check) has to ask.
    pub fn check_now(&self, key: &[u8], cost: u32) -> Option<Decision> {
        let place = self.shared.source.place()?;
        let (lease, now) = (self.shared.lease(key, cost)?, self.shared.watch.now());
        self.shared.look(&lease, &place, key, cost, now)
    }

    /// What it is called.
    pub fn name(&self) -> &Name {
        &self.shared.name
    }

    /// How many checks were answered without the store, because that did not answer.
    pub fn store_errors(&self) -> u64 {
        self.shared.errors.load(Ordering::Relaxed)
    }
}

impl Shared {
    async fn check(&self, key: &[u8], cost: u32) -> Decision {
        let Some(place) = self.source.place() else {
            self.tell_of_no_redis();
            return self.without_store(key, cost);
        };
        let answer = match self.lease(key, cost) {
            Some(lease) => self.leased(&lease, &place, key, cost).await,
            None => self.ask(&place, key, cost).await,
        };
        answer.unwrap_or_else(|| self.without_store(key, cost))
    }

    /// The lease of a key, for what it can give.
    fn lease(&self, key: &[u8], cost: u32) -> Option<Arc<Lease>> {
        let leases = self.leases.as_ref()?;
        (cost <= leases.block()).then(|| leases.of(key))
    }

    async fn leased(
        &self,
        lease: &Arc<Lease>,
        place: &Place,
        key: &[u8],
        cost: u32,
    ) -> Option<Decision> {
        if let Some(decision) = self.look(lease, place, key, cost, self.watch.now()) {
            return Some(decision);
        }
        match lease.wait(cost, &self.way(place, key)).await {
            Ok(decision) => Some(decision),
            Err(Unanswered::Lost) => None,
            Err(Unanswered::Outrun) => self.ask(place, key, cost).await,
        }
    }

    /// What is at hand, and the next block on its way when that runs out.
    fn look(
        &self,
        lease: &Arc<Lease>,
        place: &Place,
        key: &[u8],
        cost: u32,
        now: watch::Nanos,
    ) -> Option<Decision> {
        let Look::Decided(decision) = lease.look(cost, now) else {
            return None;
        };
        if decision.admitted && lease.is_running_out(now) {
            let way = self.way(place, key);
            if !way.servers.is_down(&way.name, self.grain) {
                lease.fetch(&way);
            }
        }
        Some(decision)
    }

    fn way(&self, place: &Place, key: &[u8]) -> Way {
        Way {
            servers: Arc::clone(&place.servers),
            watch: Arc::clone(&self.watch),
            name: name::of(&place.stem, key).into(),
        }
    }

    async fn ask(&self, place: &Place, key: &[u8], cost: u32) -> Option<Decision> {
        let name = name::of(&place.stem, key);
        let answer = place.servers.ask(&name, self.grain, Ask::whole(cost)).await;
        answer.ok().map(|grant| self.decision(grant, cost))
    }

    fn decision(&self, grant: Grant, cost: u32) -> Decision {
        let admitted = grant.granted >= cost;
        let retry_after = match admitted {
            true => Duration::ZERO,
            false if cost > self.grain.burst() => Duration::MAX,
            false => grant.retry_after,
        };
        Decision::new(
            admitted,
            self.grain.burst(),
            grant.left,
            grant.reset,
            retry_after,
        )
    }

    #[cold]
    fn without_store(&self, key: &[u8], cost: u32) -> Decision {
        self.errors.fetch_add(1, Ordering::Relaxed);
        self.outage
            .check(key, cost, self.grain.burst(), self.watch.now())
    }

    #[cold]
    fn tell_of_no_redis(&self) {
        if !self.told.swap(true, Ordering::Relaxed) {
            tracing::error!(
                target: "gambeson::rate_limit",
                name = %self.name,
                "a rate limit is kept in Redis, and the cache's manager has none: give it one with \
                 `CacheManager::builder().redis(url)`, or say `redis = url` at the limit"
            );
        }
    }
}

impl Watched for Shared {
    fn name(&self) -> &Name {
        &self.name
    }

    fn counters(&self, tell: &mut dyn FnMut(Series, u64)) {
        let errors = Series {
            metric: crate::metrics::RATE_LIMIT_STORE_ERRORS,
            labels: &[],
        };
        tell(errors, self.errors.load(Ordering::Relaxed));
    }
}

impl fmt::Debug for RedisLimiter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RedisLimiter")
            .field("name", &self.shared.name)
            .field("rate", &self.shared.grain)
            .finish_non_exhaustive()
    }
}
