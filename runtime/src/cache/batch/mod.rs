//! `batch(ids -> id)`: one call for many keys.
//!
//! Every id has the entry and the flight that the function of one id has. A call looks for all of
//! them, takes a seat in the flight of each that is missing, and only then waits for anything:
//! first it loads what it leads, in one go, and only then it waits for what others load. Nobody
//! waits while holding a lead that he does not work on, so that two calls that want the same ids
//! in opposite orders cannot wait for each other.
//!
//! - `ids`, `found`, `asking`: what a function takes and returns
//! - `begin`: one look for each id, and a seat for each that is missing
//! - `caller`: who asks, and what is told of it
//! - `next`: asking Redis, waiting for others
//! - `loaded`, `store`: from the body to the tiers

mod asking;
mod begin;
mod caller;
mod found;
mod ids;
mod loaded;
mod next;
mod store;

use std::collections::HashMap;
use std::collections::VecDeque;
use std::fmt;
use std::marker::PhantomData;
use std::time::Instant;

use foldhash::quality::RandomState;

use self::caller::Caller;
#[cfg(feature = "redis")]
use self::store::Pending;
#[cfg(feature = "redis")]
use self::store::UnderHold;
use crate::cache::engine::{Ticket, Times};
use crate::cache::entry::Held;
use crate::cache::flight::{Lead, Waiter};
use crate::cache::key::Key;
use crate::cache::plan::{Fault, Plan};
use crate::cache::shape::Optional;

pub use self::asking::{Asking, Making, Many, Matching, Returning};
pub use self::found::{ErrorOf, Found, Returned, ValueOf};
pub use self::ids::{Asked, Ids};
pub use self::loaded::Running;

/// What a function of one id would return: what the cache holds of it.
pub type Peeked<R> = Option<ValueOf<R>>;

/// What the attribute says.
#[expect(missing_debug_implementations, reason = "function pointers")]
pub struct Terms<R: Returned, K> {
    /// How a value is held.
    pub plan: Plan<Optional<ValueOf<R>>>,
    /// How an error is shared.
    pub fault: Fault<ErrorOf<R>>,
    /// The spans.
    pub times: Times,
    /// Which values to keep.
    pub keep: K,
    /// How many ids one call of the body takes.
    pub most: usize,
}

/// One call of a function with `batch`, between its first look and its end.
pub struct Batch<'a, R: Returned, A, K, F> {
    caller: Caller,
    terms: Terms<R, K>,
    /// From an id to its key.
    key: F,
    asked: &'a [A],
    wanted: Vec<Wanted<ValueOf<R>>>,
    by_key: HashMap<Key, usize, RandomState>,
    /// Which of `wanted` each of `asked` is; only where duplicates are kept.
    order: Vec<usize>,
    /// Leads that Redis has to be asked about.
    to_ask: Vec<(usize, Lead)>,
    to_load: VecDeque<Load>,
    /// What the body is called with now.
    running: Vec<Load>,
    began: Instant,
    #[cfg(feature = "redis")]
    to_store: Vec<Pending>,
    #[cfg(feature = "redis")]
    under_hold: Vec<UnderHold>,
    waiting: VecDeque<(usize, Waiter)>,
    /// The error of a load that this call has waited for.
    failed: Option<Held>,
    returns: PhantomData<fn() -> R>,
}

/// One id, however often it was asked for.
struct Wanted<V> {
    key: Key,
    /// Where it stands first.
    first: usize,
    state: State<V>,
}

enum State<V> {
    /// Nothing is known of it.
    Open,
    /// The body is called with it.
    Running,
    /// There is none.
    Absent,
    Value(V),
}

/// An id that the body has to load. Without a lead, what it brings is not stored.
struct Load {
    at: usize,
    lead: Option<Lead>,
    ticket: Ticket,
}

impl Load {
    fn beside(at: usize) -> Self {
        Self {
            at,
            lead: None,
            ticket: Ticket::default(),
        }
    }
}

impl<R: Returned, A, K, F> fmt::Debug for Batch<'_, R, A, K, F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Batch")
            .field("function", &self.caller.site.function())
            .field("ids", &self.wanted.len())
            .finish_non_exhaustive()
    }
}
