//! Guards around calls that may fail: what they refuse, and by what rule.

mod breaker;
mod rejected;

pub use breaker::{
    AbandonedAs, BreakerBuilder, BreakerPolicy, CircuitBreaker, Counts, Decided, EvaluateOn,
    HalfOpen, OpenFor, Outcome, Permit, PolicyError, State, StateChange, StateChanges, Window,
};
pub use rejected::{CircuitOpen, Rejected};
