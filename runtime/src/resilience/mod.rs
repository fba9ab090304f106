//! Guards around calls that may fail: what they refuse, and by what rule.

mod breaker;
mod deadline;
mod name;
mod rejected;
pub(crate) mod stack;

pub use breaker::{
    AbandonedAs, BreakerBuilder, BreakerPolicy, CircuitBreaker, Counts, Decided, EvaluateOn,
    HalfOpen, OpenFor, Outcome, Permit, PolicyError, State, StateChange, StateChanges, Window,
};
pub use deadline::Deadline;
pub use name::Name;
pub use rejected::{BulkheadFull, CircuitOpen, RateLimited, Rejected, TimedOut};
