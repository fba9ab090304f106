//! The cache: keys, two tiers, and the manager.
#![cfg_attr(
    feature = "redis",
    doc = "",
    doc = include_str!("../../docs/many_processes.md")
)]

mod batch;
#[cfg(feature = "write-behind")]
pub(crate) mod behind;
mod builder;
#[cfg(feature = "redis")]
mod codec;
mod control;
mod ctx;
mod engine;
mod entry;
pub(crate) mod env;
mod error;
mod events;
mod flight;
mod installed;
pub(crate) mod key;
mod ladder;
mod local;
mod manager;
mod memory;
mod observe;
mod ops;
#[cfg(feature = "redis")]
mod payload;
mod plan;
#[cfg(feature = "redis")]
pub(crate) mod redis;
mod removal;
mod shape;
mod site;
mod stats;
pub(crate) mod sweep;
mod tags;
mod through;
mod ttl;
#[cfg(feature = "redis")]
mod vouch;
mod weigh;
#[cfg(not(all(feature = "redis", feature = "write-behind")))]
mod without;

pub use builder::CacheManagerBuilder;
#[cfg(feature = "redis")]
pub use codec::{Codec, CodecError, CodecSettings, ValueRef, ValueSlot};
pub use control::{BlockingMethodHandle, MethodHandle};
pub use ctx::CacheCtx;
pub use error::CacheError;
pub use key::{CacheKey, IntoKey, IntoKeyBuf, IntoKeys, Key, KeyBuf, Pattern};
pub use manager::{
    CacheConfig, CacheManager, CacheRegion, Health, Removed, Strategy, TierHealth, Warmed,
    WriteError,
};
pub use observe::{FunctionSeen, How, Observed, Traced, observe};
pub use plan::CacheValue;
#[cfg(feature = "redis")]
pub use redis::{Coherence, OnOutage, RedisHealth, RedisState};
pub use stats::{CacheStats, Counts, FunctionCounts};
pub use ttl::{IntoTtl, TimeLeft, Ttl};

/// What generated code names; see [`crate::private`].
pub(crate) mod generated {
    /// What `batch` expands to.
    pub mod batch {
        pub use crate::cache::batch::{
            Asked, Asking, Batch, ErrorOf, Found, Ids, Making, Many, Matching, Peeked, Returned,
            Returning, Running, Terms, ValueOf,
        };
    }
    pub use super::control::{
        Unpack, bypass, bypass_blocking, invalidate, invalidate_blocking, method, method_blocking,
        peek, peek_blocking, place, refresh, refresh_blocking, result, traced, traced_blocking,
        ttl_of, ttl_of_blocking,
    };
    pub use super::engine::{
        GivenCtx, Installed, Keep, KeepAll, Load, LoadOwned, ManagerRef, Miss, Times, begin,
        keep_if, load, load_blocking, load_owned, tagged, tags_by, ttl_by,
    };
    pub use super::ladder::{Early, Ladder, Movable, ReloadBy, Take};
    pub use super::plan::{
        Encodable, FaultAlone, FaultProbe, FaultShared, HoldArc, HoldProbe, HoldValue, InMemory,
        KeptError, Plan, Serialised, Storable, StorableError, WeighOutside, WeighWhole,
    };
    pub use super::removal::{Ending, EndingAny, EndingProbe, EndingResult, Glob, Removal};
    pub use super::shape::{Probe, Shape, ShapeNested, ShapeOuter, ShapePlain};
    pub use super::site::{FlightReach, ReadMode, Site, SiteSpec, Tier};

    /// What `strategy = write_through` expands to.
    pub mod through {
        pub use crate::cache::through::{
            Copied, Held, Returned, Storing, Write, begin, held, returned, written,
        };
    }
}
