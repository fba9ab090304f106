//! What a read falls back on when an entry is near its end or beyond it.
//!
//! ```text
//! stored ......... due ......... end of the ttl ......... gone
//!    a plain hit    a hit, and    a miss; or answered while one reload runs
//!                   one reload    (`stale_while_revalidate`), or when the load
//!                                 fails (`stale_if_error`)
//! ```
//!
//! - `terms`: what an attribute says of it
//! - `life`: the spans of one entry
//! - `old`: an entry that no longer answers at once, and what it is still good for
//! - `attempt`: a reload, from its begin to its end
//! - `slots`, `throttle`: how many reloads there are, and how soon one is tried again
//! - `taken`: the arguments of a load that goes on without its caller
//! - `background`: a load in a task of its own

mod attempt;
mod background;
mod life;
mod old;
mod slots;
mod taken;
mod terms;
mod throttle;

pub(crate) use attempt::Attempt;
pub(crate) use background::{is_possible, spawn};
pub(crate) use life::{Life, jittered};
pub(crate) use old::{Old, Window};
pub(crate) use slots::{Slot, Slots};
pub use taken::{Movable, Take, Taken};
pub use terms::{Early, Ladder, ReloadBy};
pub(crate) use throttle::Throttle;
