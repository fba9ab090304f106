//! What both attributes need of a call.
//!
//! | file | subject |
//! |---|---|
//! | `source` | the function, as its attribute knows it |
//! | `callsite` | an event of that function, for `tracing` |
//! | `value` | what `args`, `fields` and `ret` tell |
//! | `outcome` | how a call ended, told by the type of its result |
//! | `moment` | the time to the nanosecond, or that of a test's clock |
//! | `frames` | the calls that this thread is in |
//! | `marks` | the failures that have been told beneath a call |
//! | `task` | what is spawned beneath a call |
//! | `cut` | text of no more than so many bytes |

mod callsite;
mod cut;
pub(crate) mod frames;
mod marks;
mod moment;
mod outcome;
mod source;
pub(crate) mod task;
pub(super) mod value;

pub(super) use callsite::{Callsite, tell};
pub(super) use cut::start_of;
pub(super) use frames::Frame;
pub(super) use marks::{Marks, Told, Words};
pub(super) use moment::{Moment, measured, measured_nanos, millis, nanos_in_millis};
pub use outcome::{Outcome, told_apart};
pub use source::Source;
