//! The read path: one synchronous look that answers a hit, and what follows a miss.
//!
//! [`begin`] runs in the caller's first poll and allocates nothing when it hits. A miss goes on as
//! a [`load`](load::load) around the function's body. What does not depend on the cached type is
//! compiled once.

mod ahead;
mod approach;
mod begin;
mod blocking;
#[cfg(feature = "redis")]
mod cluster;
mod conclude;
mod keep;
mod load;
mod look;
mod older;
mod owned;
mod run;
mod store;
mod tagging;

pub use begin::{GivenCtx, Installed, ManagerRef, Miss, begin};
pub(crate) use begin::{begin_slowly, time_left};
pub use blocking::load_blocking;
pub use keep::{Keep, KeepAll, Times, keep_if, tags_by, ttl_by};
pub use load::{Load, load};
pub(crate) use look::{get, get_many, look, result};
pub use owned::{LoadOwned, load_owned};
pub(crate) use store::Ticket;
pub use tagging::tagged;
