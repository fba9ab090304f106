//! The circuit breaker: a call that keeps failing is not made for a while.
//!
//! | file | subject |
//! |---|---|
//! | `policy`, `build`, `from_env` | by what rule a circuit opens and closes |
//! | `state` | the states, and the generation of each |
//! | `core` | admission and results |
//! | `transitions` | from one state to another |
//! | `probes` | the results while half-open |
//! | `streak`, `window/` | the results while closed |
//! | `counts`, `totals` | what a state has counted, and what a circuit has ever counted |
//! | `look`, `watch` | what is seen of a circuit, and of all |
//! | `permit`, `run` | an admission that cannot be lost |
//! | `site`, `guard` | the breaker of a function, and one call of it |
//! | `keyed/` | a circuit for each key, in a bounded registry |
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
mod keyed;
mod look;
mod permit;
mod policy;
mod probes;
mod run;
mod site;
mod state;
mod streak;
mod totals;
mod transitions;
mod watch;
mod window;

pub use build::BreakerBuilder;
pub use changes::{StateChange, StateChanges};
pub use counts::Counts;
pub use face::CircuitBreaker;
pub use guard::{BreakerGuard, Passed, ask, breaker_by_key, breaker_guard, judge_error};
pub use keyed::KeyedBreakers;
pub use permit::{Outcome, Permit};
pub use policy::{AbandonedAs, BreakerPolicy, Decided, EvaluateOn, HalfOpen, OpenFor, Window};
pub use site::{BreakerSite, KeyedBreakerSite};
pub use state::State;
pub use watch::{breaker, breakers, keyed_breakers};
