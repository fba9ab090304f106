//! Guards around calls that may fail: what they refuse, and by what rule.

mod breaker;
mod deadline;
mod handle;
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
pub use name::Name;
pub use rejected::{BulkheadFull, CircuitOpen, RateLimited, Rejected, TimedOut};

/// What generated code names of the guards.
pub(crate) mod generated {
    pub use super::stack::{
        Again, Answer, Attempt, Begin, Call, Chain, End, Fallible, FromRejected, Guard, Innermost,
        On, Once, attempt, attempt_blocking, once, once_blocking, refusal,
    };
}
