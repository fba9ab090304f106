//! The rate limit: no more than so many calls in so much time.
//!
//! | file | subject |
//! |---|---|
//! | `rate`, `policy` | how many, in how long, how many at once; how a limiter is set up |
//! | `decision`, `outcome` | what a check answers, and what it has come to before anybody asks |
//! | `time` | which clock a limiter reads, and what its lag costs |
//! | `gcra`, `table` | the algorithm, and a bucket for each key |
//! | `exact`, `rings` | `window = exact`, and a ring for each key |
//! | `core` | one limiter: its buckets |
//! | `checks` | what it has counted |
//! | `wait` | a permit whose time has not come yet |
//! | `limiter` | the limiter by hand |
//! | `scope` | what the limits on the way of a future have decided |
//! | `headers` | what a web layer tells callers of it |
//! | `site`, `guard` | the limiter of a function, and one call through it |
//! | `store/`, `stored/` | one limit for many processes, in Redis; the attribute's way to it |

mod checks;
mod core;
mod decision;
mod exact;
mod gcra;
mod guard;
mod headers;
mod limiter;
mod outcome;
mod policy;
mod rate;
mod rings;
mod scope;
mod site;
#[cfg(feature = "redis")]
mod store;
mod stored;
mod table;
mod time;
mod wait;

pub use decision::Decision;
pub use guard::{
    AllCalls, Cost, OnePermit, RateLimitGuard, Which, WhichKey, rate_limit, rate_limit_keyed,
};
pub use headers::Header;
pub use limiter::{RateLimitBuilder, RateLimiter};
pub use policy::{OnStoreError, RateLimitPolicy};
pub use rate::{Rate, RateError};
pub use scope::{LimitSeen, Observe, RateLimits};
pub use site::RateLimitSite;
#[cfg(feature = "redis")]
pub use store::{RedisLimiter, RedisLimiterBuilder, RedisLimiterError};
pub use stored::{StoreOptions, StoredLimit, StoredLimitGuard, StoredLimitSite, rate_limit_stored};
