//! The circuit breaker: a call that keeps failing is not made for a while.
//!
//! | file | subject |
//! |---|---|
//! | `policy`, `build`, `from_env` | by what rule a circuit opens and closes |
//! | `state` | the states, and the generation of each |
//! | `core` | admission, results, transitions |
//! | `probes` | the results while half-open |
//! | `streak`, `window/` | the results while closed |
//! | `counts` | what a state has counted |
//! | `permit` | an admission that cannot be lost |
//! | `site`, `guard` | the breaker of a function, and one call of it |
//! | `changes` | what is told of a transition |

mod build;
mod changes;
mod core;
mod counts;
mod face;
mod from_env;
mod guard;
#[cfg(all(test, gambeson_loom))]
mod interleavings;
mod permit;
mod policy;
mod probes;
mod site;
mod state;
mod streak;
mod window;

pub use build::{BreakerBuilder, PolicyError};
pub use changes::{StateChange, StateChanges};
pub use counts::Counts;
pub use face::CircuitBreaker;
pub use guard::{BreakerGuard, ask, breaker, by_error};
pub use permit::{Outcome, Permit};
pub use policy::{AbandonedAs, BreakerPolicy, Decided, EvaluateOn, HalfOpen, OpenFor, Window};
pub use site::{BreakerSite, IntoBreakerPolicy};
pub use state::State;
