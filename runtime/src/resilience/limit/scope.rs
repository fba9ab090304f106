//! What the limits on the way of a future have decided, for those who tell it to their callers.

use std::cell::{Cell, RefCell};
use std::pin::Pin;
use std::task::{Context, Poll};

use pin_project_lite::pin_project;

use super::decision::Decision;
use super::rate::Rate;
use crate::resilience::name::Name;

thread_local! {
    static OBSERVED: Cell<bool> = const { Cell::new(false) };
    static SEEN: RefCell<Vec<LimitSeen>> = const { RefCell::new(Vec::new()) };
}

/// A limit that decided about a call.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct LimitSeen {
    /// The limiter's name.
    pub name: Name,
    /// Its rate.
    pub rate: Rate,
    /// What it has decided.
    pub decision: Decision,
}

/// What the limits on the way of a future have decided, in the order in which they did.
///
/// A web layer puts it around a request, and writes headers from it on every answer.
///
/// ```
/// use gambeson::Rejected;
/// use gambeson::resilience::RateLimits;
///
/// #[gambeson::rate_limit("100/m", name = "search")]
/// async fn search(word: &str) -> Result<usize, Rejected> {
///     Ok(word.len())
/// }
///
/// # #[tokio::main(flavor = "current_thread")] async fn main() {
/// let (found, limits) = RateLimits::observe(search("arms")).await;
/// assert_eq!(found, Ok(4));
/// let limit = limits.tightest().expect("one limit was on the way");
/// assert_eq!(limit.decision.remaining, 99);
/// # }
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RateLimits(Vec<LimitSeen>);

impl RateLimits {
    /// Runs `future`, and tells what limits have decided while it was polled. What it spawns is not
    /// seen. A scope further out sees it, too, when `future` has ended.
    pub fn observe<F: Future>(future: F) -> Observe<F> {
        Observe {
            future,
            seen: Vec::new(),
        }
    }

    /// All of them.
    pub fn all(&self) -> &[LimitSeen] {
        &self.0
    }

    /// The one that matters to the caller: one that has refused, else the one that has the smallest
    /// part of its burst left.
    pub fn tightest(&self) -> Option<&LimitSeen> {
        self.0.iter().min_by(|one, other| {
            let (one, other) = (one.decision, other.decision);
            let left = |a: Decision, b: Decision| u64::from(a.remaining) * u64::from(b.limit);
            let by_admission = one.admitted.cmp(&other.admitted);
            by_admission.then(left(one, other).cmp(&left(other, one)))
        })
    }
}

/// Whether anybody looks.
#[cfg_attr(not(debug_assertions), inline)]
pub(super) fn is_observed() -> bool {
    OBSERVED.get()
}

#[cold]
#[inline(never)]
pub(super) fn note(name: &Name, rate: Rate, decision: Decision) {
    let seen = LimitSeen {
        name: name.clone(),
        rate,
        decision,
    };
    // A thread that ends has nobody left to tell.
    let _ = SEEN.try_with(|all| all.borrow_mut().push(seen));
}

pin_project! {
    /// A future, and what limits have decided while it was polled: see [`RateLimits::observe`].
    #[derive(Debug)]
    #[must_use = "a future does nothing until it is awaited"]
    pub struct Observe<F> {
        #[pin]
        future: F,
        seen: Vec<LimitSeen>,
    }
}

impl<F: Future> Future for Observe<F> {
    type Output = (F::Output, RateLimits);

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let this = self.project();
        let polled = {
            let _scope = Scope::enter(this.seen);
            this.future.poll(cx)
        };
        polled.map(|output| {
            let seen = std::mem::take(this.seen);
            if is_observed() {
                let _ = SEEN.try_with(|all| all.borrow_mut().extend(seen.iter().cloned()));
            }
            (output, RateLimits(seen))
        })
    }
}

/// One poll of an observed future: what is seen is its own, and the scope outside is set back at the
/// end, even after a panic.
struct Scope<'a> {
    own: &'a mut Vec<LimitSeen>,
    outside: Vec<LimitSeen>,
    was_observed: bool,
}

impl<'a> Scope<'a> {
    fn enter(own: &'a mut Vec<LimitSeen>) -> Self {
        let was_observed = OBSERVED.replace(true);
        let inside = std::mem::take(own);
        let outside = SEEN.try_with(|seen| seen.replace(inside));
        Self {
            own,
            outside: outside.unwrap_or_default(),
            was_observed,
        }
    }
}

impl Drop for Scope<'_> {
    fn drop(&mut self) {
        OBSERVED.set(self.was_observed);
        let outside = std::mem::take(&mut self.outside);
        let inside = SEEN.try_with(|seen| seen.replace(outside));
        *self.own = inside.unwrap_or_default();
    }
}
