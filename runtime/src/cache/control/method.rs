//! `handle = fn name`: what an async method keeps in the cache, by hand.

use std::fmt;
use std::future::Future;

use super::call::{bypass, refresh, traced};
use super::entry::invalidate;
use crate::cache::engine::{self, ManagerRef};
use crate::cache::entry::Held;
use crate::cache::error::CacheError;
use crate::cache::key::{Key, KeyBuf};
use crate::cache::manager::{CacheManager, Removed};
use crate::cache::observe::Traced;
use crate::cache::ops::Ops;
use crate::cache::plan::Plan;
use crate::cache::shape::Shape;
use crate::cache::ttl::TimeLeft;

/// What the cache holds of an async method, by hand: what `handle = fn name` on a method's
/// [`#[cached]`](macro@crate::cached) returns.
///
/// `K` is what the key is made of beside `self`, and `A` all arguments of the method: the argument
/// itself where there is one, a tuple of several, and `()` where there is none. `T` is what the
/// method is called on, and `F` the future of a call.
///
/// ```
/// # use gambeson::cached;
/// struct Repo {
///     tenant: String,
/// }
///
/// struct Db;
///
/// impl Repo {
///     #[cached(ttl = "5m", key = "user:{self.tenant}:{id}", handle = fn user_cache)]
///     async fn user(&self, db: &Db, id: u64) -> Option<String> {
///         Some(format!("user {id} of {}", self.tenant))
///     }
/// }
///
/// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), gambeson::CacheError> {
/// let repo = Repo { tenant: "acme".into() };
/// repo.user(&Db, 42).await;
/// assert!(repo.user_cache().peek(42).await.is_some());
/// repo.user_cache().invalidate(42).await?;
/// assert!(repo.user_cache().peek(42).await.is_none());
/// repo.user_cache().refresh((&Db, 42)).await;
/// # Ok(()) }
/// ```
///
/// Borrowed arguments live as long as the handle: make a new one for each use, which costs nothing.
pub struct MethodHandle<'h, T: ?Sized, K, A, F: Future> {
    this: &'h T,
    function: &'static str,
    place: fn(&'h T, K) -> Place,
    unpack: Unpack<F::Output>,
    call: fn(&'h T, A) -> F,
}

/// Where an entry is: for generated code.
#[derive(Debug)]
pub struct Place {
    pub(super) manager: CacheManager,
    pub(super) key: Key,
}

/// The place of the entry that `key` has in `manager`.
pub fn place<M: ManagerRef>(manager: M, key: KeyBuf) -> Place {
    Place {
        manager: manager.handle(),
        key: key.finish(),
    }
}

/// How an entry becomes what the method returns: for generated code.
#[derive(Debug)]
pub struct Unpack<R> {
    pub(super) ops: &'static Ops,
    pub(super) fault: Option<&'static Ops>,
    pub(super) result: fn(Held) -> Option<R>,
}

impl<R> Unpack<R> {
    /// By `result`, a function that makes this very `plan` for itself.
    pub fn new<S: Shape<Ret = R>>(plan: &Plan<S>, result: fn(Held) -> Option<R>) -> Self {
        Self {
            ops: plan.ops,
            fault: plan.fault.ops,
            result,
        }
    }
}

/// What a function of this plan returns for what an entry holds.
pub fn result<S: Shape>(plan: &Plan<S>, held: Held) -> Option<S::Ret> {
    engine::result(plan, held)
}

/// The handle of the async method `function`, called on `this`.
pub fn method<'h, T: ?Sized, K, A, F: Future>(
    this: &'h T,
    function: &'static str,
    place: fn(&'h T, K) -> Place,
    unpack: Unpack<F::Output>,
    call: fn(&'h T, A) -> F,
) -> MethodHandle<'h, T, K, A, F> {
    MethodHandle {
        this,
        function,
        place,
        unpack,
        call,
    }
}

impl<T: ?Sized, K, A, F: Future> MethodHandle<'_, T, K, A, F> {
    /// Removes the entry of these arguments from both tiers.
    ///
    /// # Errors
    /// The cache could not be reached, and was asked to say so.
    pub fn invalidate(
        &self,
        key: K,
    ) -> impl Future<Output = Result<Removed, CacheError>> + Send + use<T, K, A, F> {
        let Place { manager, key } = (self.place)(self.this, key);
        async move { invalidate(&manager, key).await }
    }

    /// The stored value, without running the body and without counting as a use.
    pub fn peek(&self, key: K) -> impl Future<Output = Option<F::Output>> + Send + use<T, K, A, F> {
        let Place { manager, key } = (self.place)(self.this, key);
        let Unpack { ops, fault, result } = self.unpack;
        async move {
            engine::look(&manager, &key, ops, fault)
                .await
                .and_then(result)
        }
    }

    /// How long the entry has left, if there is one.
    pub fn ttl_of(
        &self,
        key: K,
    ) -> impl Future<Output = Option<TimeLeft>> + Send + use<T, K, A, F> {
        let Place { manager, key } = (self.place)(self.this, key);
        async move { manager.ttl_of(key).await }
    }

    /// Runs the body whatever is stored, and stores what it brings.
    pub fn refresh(&self, arguments: A) -> impl Future<Output = F::Output> + use<T, K, A, F> {
        refresh(self.function, (self.call)(self.this, arguments))
    }

    /// Runs the body as if there were no cache; nothing is read or stored.
    pub fn bypass(&self, arguments: A) -> impl Future<Output = F::Output> + use<T, K, A, F> {
        bypass(self.function, (self.call)(self.this, arguments))
    }

    /// Calls the method, and tells how the value came.
    pub fn traced(
        &self,
        arguments: A,
    ) -> impl Future<Output = Traced<F::Output>> + use<T, K, A, F> {
        traced(self.function, (self.call)(self.this, arguments))
    }
}

impl<R> Clone for Unpack<R> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<R> Copy for Unpack<R> {}

impl<T: ?Sized, K, A, F: Future> Clone for MethodHandle<'_, T, K, A, F> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T: ?Sized, K, A, F: Future> Copy for MethodHandle<'_, T, K, A, F> {}

impl<T: ?Sized, K, A, F: Future> fmt::Debug for MethodHandle<'_, T, K, A, F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MethodHandle")
            .field("function", &self.function)
            .finish_non_exhaustive()
    }
}
