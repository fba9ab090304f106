//! The retry: a call that failed is made again, after a while.
//!
//! | file | subject |
//! |---|---|
//! | `policy`, `build` | how often, and for how long |
//! | `backoff` | the waits between attempts, and their jitter |
//! | `budget` | that retries stay a share of the calls |
//! | `after` | a wait that an error asks for |
//! | `rules` | what the words of an attribute say about a result |
//! | `core` | what the calls of one function share |
//! | `guard` | one call |
//! | `events` | what is told of it |
//! | `site` | where an attribute keeps the core |
//! | `face` | the same by hand |

mod after;
mod backoff;
mod budget;
mod build;
mod core;
mod events;
mod face;
mod guard;
mod policy;
mod rules;
mod site;

pub use after::RetryAfter;
pub use backoff::{Backoff, Delays, Jitter};
pub use build::RetryBuilder;
pub use face::{Retry, RetryCounts, Verdict};
pub use policy::RetryPolicy;

/// What generated code names of the retry.
pub(crate) mod generated {
    pub use super::after::{AfterAny, AfterAsked, AfterProbe, asked, waiting};
    pub use super::guard::RetryGuard;
    pub use super::rules::{RetryRules, telling, told};
    pub use super::site::{RetrySite, retry_builder};
}
