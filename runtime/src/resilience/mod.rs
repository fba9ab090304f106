//! Guards around calls that may fail: what they refuse, and by what rule.

mod breaker;
mod deadline;
mod handle;
mod limit;
mod name;
mod rejected;
mod seen;
mod stack;

pub use breaker::{
    AbandonedAs, BreakerBuilder, BreakerPolicy, CircuitBreaker, Counts, Decided, EvaluateOn,
    HalfOpen, OpenFor, Outcome, Permit, PolicyError, State, StateChange, StateChanges, Window,
};
pub use deadline::Deadline;
pub use handle::{GuardsHandle, Present};
pub use limit::{
    Decision, LimitSeen, Observe, OnStoreError, Rate, RateError, RateLimitBuilder, RateLimitPolicy,
    RateLimiter, RateLimits,
};
#[cfg(feature = "redis")]
pub use limit::{RedisLimiter, RedisLimiterBuilder, RedisLimiterError};
pub use name::Name;
pub use rejected::{BulkheadFull, CircuitOpen, RateLimited, Rejected, TimedOut};
#[cfg(feature = "metrics")]
pub use seen::publish_metrics;
pub use seen::{GuardCounter, GuardGauge, GuardKind, GuardReport, guards};

/// What generated code names of the guards.
pub(crate) mod generated {
    pub use super::limit::{
        AllCalls, IntoRateLimitPolicy, Rate, RateLimitGuard, RateLimitPolicy, RateLimitSite,
        RateLimiter, Which, WhichKey, rate_limit, rate_limit_keyed,
    };
    pub use super::stack::{
        Again, Answer, Attempt, Begin, Call, Chain, End, Fallible, FromRejected, Guard, Innermost,
        On, Once, attempt, attempt_blocking, once, once_blocking, refusal,
    };
}
