//! The rate limit: no more than so many calls in so much time.
//!
//! | file | subject |
//! |---|---|
//! | `rate` | how many, in how long, how many at once |
//! | `decision` | what a check answers |
//! | `policy` | how a limiter is set up, and what is wrong with it |
//! | `store/` | one limit for many processes, in Redis |

mod decision;
mod policy;
mod rate;
#[cfg(feature = "redis")]
mod store;

pub use decision::Decision;
pub use policy::OnStoreError;
pub use rate::{Rate, RateError};
#[cfg(feature = "redis")]
pub use store::{RedisLimiter, RedisLimiterBuilder, RedisLimiterError};
