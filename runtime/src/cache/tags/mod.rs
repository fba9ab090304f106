//! Tags: names that entries share, so that one word removes them all.
//!
//! Nothing keeps lists of entries. Each tag of a process is a shared cell: an entry holds the cells of
//! its tags as they were before its load began, and is a miss once one of them is gone. Who
//! invalidates a tag takes its cell away, whatever the number of entries. A hit probes no map: it
//! compares how many cells have ended with what that was when the entry's own were looked at last,
//! and looks at a flag for each tag only where another has ended since.
//!
//! What only the value names has no cell before the load. So each tag belongs to one of sixteen
//! *stripes*, counters of invalidations: who loads such a value remembers all of them before, takes
//! the cells after, and stores nothing if a stripe of one of these tags has moved meanwhile.
//!
//! Redis has the same in another form: see `redis::tags`.
//!
//! - `name`: what a tag is called
//! - `registry`: the cells and stripes of one manager
//! - `set`: the cells that an entry holds
//! - `call`: the tags of one call, from its miss to its store

mod call;
mod name;
mod registry;
mod set;

pub(crate) use self::call::{Seen, Tagging};
#[cfg(feature = "redis")]
pub(crate) use self::name::STRIPES;
pub(crate) use self::name::Tag;
#[cfg(feature = "redis")]
pub(crate) use self::registry::Moment;
pub(crate) use self::registry::Tags;
pub(crate) use self::set::TagSet;
