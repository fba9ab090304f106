#![doc = include_str!("../docs/crate.md")]
#![cfg_attr(
    not(feature = "redis"),
    expect(
        clippy::unused_async,
        reason = "what the second tier is awaited for is async without it, too"
    )
)]

mod again;
pub mod cache;
mod clock;
#[cfg(feature = "log")]
pub mod context;
#[cfg(any(feature = "log", feature = "resilience"))]
mod describe;
mod installed;
mod line;
#[cfg(feature = "log")]
pub mod log;
#[cfg(feature = "mask")]
pub mod mask;
pub mod metrics;
#[doc(hidden)]
pub mod private;
#[cfg(feature = "resilience")]
pub mod resilience;
#[cfg(any(feature = "log", feature = "resilience"))]
#[cfg_attr(
    not(feature = "resilience"),
    allow(
        dead_code,
        unreachable_pub,
        reason = "deadlines and second attempts are of guards only"
    )
)]
mod stack;
mod sync;
mod tally;
pub mod test;
mod ticker;
mod timer;
pub mod ttl;
#[cfg(feature = "write-behind")]
#[doc = include_str!("../docs/write_behind.md")]
pub mod write_behind {
    pub use crate::cache::behind::{
        Change, ChangeId, DeadLetter, DeadLetters, Depth, NotAChangeId, OnFull, Op, Position,
        PutError, PutErrorKind, Settings, Store, WriteResult, Writer, once,
    };
}

pub use cache::{CacheCtx, CacheError, CacheKey, CacheManager};
#[doc = include_str!("../docs/cache_key.md")]
pub use gambeson_macros::CacheKey;
#[cfg(feature = "mask")]
#[doc = include_str!("../docs/masked.md")]
pub use gambeson_macros::Masked;
#[cfg(feature = "resilience")]
#[doc = include_str!("../docs/bulkhead.md")]
pub use gambeson_macros::bulkhead;
#[doc = include_str!("../docs/cached.md")]
pub use gambeson_macros::cached;
#[cfg(feature = "resilience")]
#[doc = include_str!("../docs/circuit_breaker.md")]
pub use gambeson_macros::circuit_breaker;
#[cfg(feature = "resilience")]
#[doc = include_str!("../docs/fallback.md")]
pub use gambeson_macros::fallback;
#[cfg(feature = "resilience")]
#[doc = include_str!("../docs/hedge.md")]
pub use gambeson_macros::hedge;
#[doc = include_str!("../docs/invalidate.md")]
pub use gambeson_macros::invalidate;
#[doc = include_str!("../docs/key.md")]
pub use gambeson_macros::key;
#[cfg(feature = "log")]
#[doc = include_str!("../docs/log_exceptions.md")]
pub use gambeson_macros::log_exceptions;
#[cfg(feature = "log")]
#[doc = include_str!("../docs/log_execution_time.md")]
pub use gambeson_macros::log_execution_time;
#[cfg(feature = "resilience")]
#[doc = include_str!("../docs/rate_limit.md")]
pub use gambeson_macros::rate_limit;
#[cfg(feature = "resilience")]
#[doc = include_str!("../docs/retry.md")]
pub use gambeson_macros::retry;
#[cfg(feature = "resilience")]
#[doc = include_str!("../docs/timeout.md")]
pub use gambeson_macros::timeout;
#[cfg(feature = "mask")]
pub use mask::{Masked, Masker, Secret};
#[cfg(feature = "resilience")]
pub use resilience::Rejected;

/// The examples of the README compile and run, too.
#[cfg(all(
    doctest,
    feature = "redis",
    feature = "resilience",
    feature = "log-setup"
))]
#[doc = include_str!("../README.md")]
struct Readme;
