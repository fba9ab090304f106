//! What the engine needs to know of a cached type, as function pointers: the engine itself is
//! compiled once, and a type that does not fit is reported once, at the return type.

mod bounds;
mod fault;
mod hold;

use std::time::Duration;

use crate::cache::entry::Held;
use crate::cache::ops::Ops;
use crate::cache::shape::Shape;

pub use bounds::{CacheValue, Encodable, Storable};
pub use fault::*;
pub use hold::*;

/// All that the engine is told about a function's types.
#[expect(missing_debug_implementations, reason = "function pointers")]
pub struct Plan<S: Shape> {
    pub(crate) hold: fn(&S::Value) -> Held,
    pub(crate) take: fn(Held) -> Result<S::Value, Held>,
    pub(crate) fault: Fault<S::Error>,
    pub(crate) ops: &'static Ops,
    /// How a value is weighed.
    pub(crate) weigh: fn(&Held) -> usize,
    /// What the function returns when its body was given up after so long.
    pub(crate) late: Option<fn(Duration) -> S::Ret>,
}

#[expect(
    clippy::expl_impl_clone_on_copy,
    reason = "a derive would ask it of the value and the error, too"
)]
impl<S: Shape> Clone for Plan<S> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<S: Shape> Copy for Plan<S> {}

impl<S: Shape> Plan<S> {
    /// A plan for functions of this shape.
    #[cfg_attr(not(debug_assertions), inline)]
    pub fn new(_shape: S, fault: Fault<S::Error>, witness: Witness<S::Value>) -> Self {
        Self {
            hold: witness.hold,
            take: witness.take,
            fault,
            ops: witness.ops,
            weigh: witness.ops.weigh,
            late: None,
        }
    }

    /// The same plan, with what the function returns when its body was given up after so long.
    #[cfg_attr(not(debug_assertions), inline)]
    #[must_use]
    pub fn late(self, late: fn(Duration) -> S::Ret) -> Self {
        Self {
            late: Some(late),
            ..self
        }
    }

    /// The same plan, with values weighed as `weighing` says.
    #[cfg_attr(not(debug_assertions), inline)]
    #[must_use]
    pub fn weighed(self, Weighing(weigh): Weighing) -> Self {
        Self {
            weigh: weigh.unwrap_or(self.weigh),
            ..self
        }
    }
}

/// The plan of what is read by hand: errors stay with their callers.
pub(crate) fn by_hand<S: Shape<Value: CacheValue + Clone>>() -> Plan<S> {
    Plan {
        hold: Owned::<S::Value>::hold,
        take: Owned::<S::Value>::take,
        fault: Fault {
            share: None,
            take: |_| None,
            ops: None,
        },
        ops: Ops::serialised::<S::Value>(),
        weigh: Ops::serialised::<S::Value>().weigh,
        late: None,
    }
}
