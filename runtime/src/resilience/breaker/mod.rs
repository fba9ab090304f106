//! The circuit breaker: a call that keeps failing is not made for a while.
//!
//! | file | subject |
//! |---|---|
//! | `policy`, `build` | by what rule a circuit opens and closes |
//! | `state` | the states, and the generation of each |
//! | `core` | admission, results, transitions |
//! | `probes` | the results while half-open |
//! | `streak`, `window/` | the results while closed |
//! | `counts` | what a state has counted |
//! | `permit`, `run` | an admission that cannot be lost |
//! | `changes` | what is told of a transition |

mod build;
mod changes;
mod core;
mod counts;
mod face;
#[cfg(all(test, gambeson_loom))]
mod interleavings;
mod permit;
mod policy;
mod probes;
mod run;
mod state;
mod streak;
mod window;

pub use build::{BreakerBuilder, PolicyError};
pub use changes::{StateChange, StateChanges};
pub use counts::Counts;
pub use face::CircuitBreaker;
pub use permit::{Outcome, Permit};
pub use policy::{AbandonedAs, BreakerPolicy, Decided, EvaluateOn, HalfOpen, OpenFor, Window};
pub use state::State;
