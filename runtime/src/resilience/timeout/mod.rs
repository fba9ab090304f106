//! Time-outs: a call that takes too long is dropped.
//!
//! | file | subject |
//! |---|---|
//! | `span` | how long a call is given |
//! | `site` | what a time-out keeps between calls |
//! | `limit` | the time of one call: by the coarse clock until there is something to wait for |
//! | `timer` | the timer from then on |
//! | `guard` | the limit as a guard of a stack |
//! | `face` | the time-out as users hold it |

mod face;
mod guard;
mod limit;
mod site;
mod span;
mod timer;

pub use face::Timeout;
pub use guard::TimeoutGuard;
pub use site::{TimeoutSite, load_timed_out};
pub use span::{Fixed, Given};
