//! `stuck`: a call says once that it is not done.
//!
//! | file | subject |
//! |---|---|
//! | `site` | what is kept of a function |
//! | `guard` | one call |
//! | `alarm` | what goes off: a timer of the task, or the thread |
//! | `watched` | the calls that the thread looks at |

mod alarm;
mod guard;
mod site;
#[cfg(test)]
mod tests;
mod watched;

pub use guard::StuckGuard;
pub use site::StuckSite;
pub(crate) use watched::round;
