//! Guards around calls that may fail: what they refuse, and by what rule.
#![doc = include_str!("../../docs/order.md")]

mod breaker;
mod bulkhead;
mod classify;
mod counter;
mod fallback;
mod handle;
mod hedge;
mod limit;
mod name;
mod policy;
mod refusal;
mod rejected;
mod retry;
mod seen;
mod timeout;

pub use breaker::{
    AbandonedAs, BreakerBuilder, BreakerPolicy, CircuitBreaker, Counts, Decided, EvaluateOn,
    HalfOpen, KeyedBreakers, OpenFor, Outcome, Permit, State, StateChange, StateChanges, Window,
    breaker, breakers, keyed_breakers,
};
pub use bulkhead::{Bulkhead, BulkheadBuilder, BulkheadPermit};
pub use handle::{GuardsHandle, Present};
pub use hedge::Hedge;
pub use limit::{
    Decision, Header, LimitSeen, Observe, OnStoreError, Rate, RateError, RateLimitBuilder,
    RateLimitPolicy, RateLimiter, RateLimits,
};
#[cfg(feature = "redis")]
pub use limit::{RedisLimiter, RedisLimiterBuilder, RedisLimiterError, StoredLimit};
pub use name::Name;
pub use policy::PolicyError;
pub use rejected::{BulkheadFull, CircuitOpen, RateLimited, Rejected, TimedOut};
pub use retry::{
    Backoff, Delays, Jitter, Retry, RetryAfter, RetryBuilder, RetryCounts, RetryPolicy, Verdict,
};
#[cfg(feature = "metrics")]
pub use seen::publish_metrics;
pub use seen::{GuardCounter, GuardGauge, GuardKind, GuardReport, guards};
pub use timeout::Timeout;

pub use crate::stack::Deadline;

/// What generated code names of the guards.
pub(crate) mod generated {
    pub use super::breaker::BreakerPolicy;
    pub use super::breaker::{
        BreakerGuard, BreakerSite, KeyedBreakerSite, Passed, ask, breaker_by_key, breaker_guard,
        judge_error,
    };
    pub use super::bulkhead::{Bulkhead, BulkheadBuilder, BulkheadGuard, BulkheadSite};
    pub use super::classify::{RefusedProbe, by_error, by_result, judged, refusing};
    pub use super::fallback::{FallbackSite, fallback};
    pub use super::hedge::{HedgeSite, Verdict, hedged};
    pub use super::limit::{
        AllCalls, Cost, OnStoreError, OnePermit, Rate, RateLimitGuard, RateLimitPolicy,
        RateLimitSite, RateLimiter, StoreOptions, StoredLimit, StoredLimitGuard, StoredLimitSite,
        Which, WhichKey, rate_limit, rate_limit_keyed, rate_limit_stored,
    };
    pub use super::policy::IntoPolicy;
    pub use super::refusal::{FromRejected, refusal};
    pub use super::retry::generated::{
        AfterProbe, RetryGuard, RetryRules, RetrySite, asked, retry_builder, telling, told, waiting,
    };
    pub use super::retry::{Backoff, Jitter, RetryPolicy};
    pub use super::timeout::{Fixed, Given, TimeoutGuard, TimeoutSite, load_timed_out};

    /// The traits by which errors are told apart.
    pub mod told_apart {
        pub use crate::resilience::classify::{
            RefusedAny as _, RefusedBoxed as _, RefusedError as _,
        };
        pub use crate::resilience::retry::generated::{AfterAny as _, AfterAsked as _};
    }
}
