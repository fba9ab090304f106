//! The rate limit: no more than so many calls in so much time.
//!
//! | file | subject |
//! |---|---|
//! | `rate` | how many, in how long, how many at once |
//! | `decision` | what a check answers |
//! | `policy` | how a limiter is set up, and what is wrong with it |

mod decision;
mod policy;
mod rate;

pub use decision::Decision;
pub use policy::OnStoreError;
pub use rate::{Rate, RateError};
