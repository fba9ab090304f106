//! `#[log_execution_time]`: one event at the end of each call.
//!
//! | file | subject |
//! |---|---|
//! | `site` | what the attribute keeps of a function |
//! | `event` | what is told of a call |
//! | `guard` | one call |
//! | `running` | its times, in as few bytes as can be |
//! | `judge` | how it ended, by its result |

mod event;
mod guard;
mod judge;
mod running;
mod site;
#[cfg(test)]
mod tests;

pub use guard::TimeGuard;
pub use judge::{Unjudged, judged, judging, told};
pub use site::TimeSite;
