//! `strategy = write_through`: the body writes the user's store, then the entry is set in both tiers.
//!
//! - `write`: one write, from the hold before the body to the entry behind it
//! - `writers`: writes of one key that overlap in this process
//! - `body`: the body, while the hold in Redis is kept

mod body;
mod by_hand;
mod write;
mod writers;

use std::future::Future;
use std::ops::ControlFlow;
use std::pin::Pin;
use std::sync::Arc;

use self::write::Written;
use crate::cache::engine::{Keep, Times};
use crate::cache::entry::Absent;
use crate::cache::ladder::jittered;
use crate::cache::plan::Plan;
use crate::cache::shape::{Outcome, Shape};
use crate::cache::ttl::Ttl;

pub use self::body::{Held, held};
pub use self::write::{Write, begin};
pub(crate) use self::writers::Writers;

/// An argument that is stored once the body, which may take it, has succeeded.
#[diagnostic::on_unimplemented(
    message = "`value` is stored after the body, of a copy that is made before it, and `{Self}` cannot be cloned",
    label = "add `#[derive(Clone)]` to `{Self}`, or write an expression that makes what is stored: `value = Entry::of(&user)`"
)]
pub trait Copied {
    /// What a copy of it is.
    type Own;
    /// A copy.
    fn copied(&self) -> Self::Own;
}

#[diagnostic::do_not_recommend]
impl<T: ToOwned + ?Sized> Copied for T {
    type Own = T::Owned;

    fn copied(&self) -> T::Owned {
        self.to_owned()
    }
}

/// What is left to wait for after a body that succeeded.
pub type Storing = Pin<Box<dyn Future<Output = ()> + Send>>;

/// What the function returns once the entry is set.
#[expect(
    missing_debug_implementations,
    reason = "a future, and the user's value"
)]
pub struct Returned<S: Shape> {
    storing: Storing,
    value: Option<S::Value>,
}

impl<S: Shape> Returned<S> {
    /// Sets the entry, and gives the result back.
    pub async fn stored(self) -> S::Ret {
        self.storing.await;
        let outcome = self.value.map_or(Outcome::Absent, Outcome::Value);
        match S::join(outcome) {
            Some(ret) => ret,
            None => unreachable!("a shape can express what it was split from"),
        }
    }
}

/// The body has returned what is stored: `Break` with its error, after which the old entry stays.
pub fn returned<S: Shape>(
    write: Write,
    plan: &Plan<S>,
    times: &Times,
    keep: &impl Keep<S::Value>,
    ret: S::Ret,
) -> ControlFlow<S::Ret, Returned<S>> {
    let outcome = S::split(ret);
    if let Outcome::Failed(_) = outcome {
        write.failed();
        return match S::join(outcome) {
            Some(failed) => ControlFlow::Break(failed),
            None => unreachable!("a shape can express what it was split from"),
        };
    }
    let storing = storing(write, plan, times, keep, &outcome);
    let value = match outcome {
        Outcome::Value(value) => Some(value),
        Outcome::Absent | Outcome::Failed(_) => None,
    };
    ControlFlow::Continue(Returned { storing, value })
}

/// The body has succeeded, and `value` is what it wrote.
pub fn written<S: Shape>(
    write: Write,
    plan: &Plan<S>,
    times: &Times,
    keep: &impl Keep<S::Value>,
    value: S::Ret,
) -> Storing {
    storing(write, plan, times, keep, &S::split(value))
}

/// Sets the entry to `outcome`, or removes it where the function stores nothing of the kind.
fn storing<S: Shape>(
    write: Write,
    plan: &Plan<S>,
    times: &Times,
    keep: &impl Keep<S::Value>,
    outcome: &Outcome<S::Value, S::Error>,
) -> Storing {
    let found = match outcome {
        Outcome::Value(value) => keep
            .decide(value, times.ttl)
            .map(|ttl| ((plan.hold)(value), plan.weigh, ttl)),
        Outcome::Absent => times.negative_ttl.map(|ttl| {
            let absent: crate::cache::entry::Held = Arc::new(Absent);
            (absent, plan.ops.weigh, Ttl::After(ttl))
        }),
        Outcome::Failed(_) => None,
    };
    let Some((held, weigh, ttl)) = found else {
        return Box::pin(write.remove());
    };
    let ttl = ttl.span(write.default_ttl());
    let ttl = ttl.map(|ttl| jittered(ttl, times.jitter));
    Box::pin(write.put(Written {
        held,
        ops: plan.ops,
        weigh,
        ttl,
        memory_ttl: times.memory_ttl,
    }))
}
