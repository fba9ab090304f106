//! Metrics of functions: how many calls, how they ended, how long they took, how many there are now.
//!
//! | file | subject |
//! |---|---|
//! | `meter` | what a guard asks of one call; nothing, where nobody wrote `metrics` |
//! | `function` | what is kept of a function, and one counted call of it |
//! | `handles` | the series of one function at one recorder |
//! | `recorder` | who counts now |

#[cfg(feature = "metrics")]
mod function;
#[cfg(feature = "metrics")]
mod handles;
mod meter;
#[cfg(feature = "metrics")]
mod recorder;

#[cfg(feature = "metrics")]
pub use function::{FunctionMetrics, Metered};
pub use meter::{Judging, JudgingMeter, Meter, Unmetered};
