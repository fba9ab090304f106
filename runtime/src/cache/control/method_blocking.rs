//! `handle = fn name` on a sync method.

use std::fmt;

use super::call::{bypass_blocking, refresh_blocking, traced_blocking};
use super::entry::{invalidate_blocking, ttl_of_blocking};
use super::method::{Place, Unpack};
use crate::cache::manager::Removed;
use crate::cache::observe::Traced;
use crate::cache::ttl::TimeLeft;

/// What the cache holds of a sync method, by hand: what `handle = fn name` on a sync method's
/// [`#[cached]`](macro@crate::cached) returns.
///
/// As [`MethodHandle`](super::MethodHandle), for entries that live in memory only; `R` is what the
/// method returns.
///
/// ```
/// # use gambeson::cached;
/// struct Prices {
///     factor: u64,
/// }
///
/// impl Prices {
///     #[cached(ttl = "5m", key = "price:{self.factor}:{base}", handle = fn price_cache)]
///     fn price(&self, base: u64) -> u64 {
///         base * self.factor
///     }
/// }
///
/// let prices = Prices { factor: 3 };
/// prices.price(2);
/// assert_eq!(prices.price_cache().peek(2), Some(6));
/// prices.price_cache().invalidate(2);
/// assert_eq!(prices.price_cache().peek(2), None);
/// ```
pub struct BlockingMethodHandle<'h, T: ?Sized, K, A, R> {
    this: &'h T,
    function: &'static str,
    place: fn(&'h T, K) -> Place,
    unpack: Unpack<R>,
    call: fn(&'h T, A) -> R,
}

/// The handle of the sync method `function`, called on `this`.
pub fn method_blocking<'h, T: ?Sized, K, A, R>(
    this: &'h T,
    function: &'static str,
    place: fn(&'h T, K) -> Place,
    unpack: Unpack<R>,
    call: fn(&'h T, A) -> R,
) -> BlockingMethodHandle<'h, T, K, A, R> {
    BlockingMethodHandle {
        this,
        function,
        place,
        unpack,
        call,
    }
}

impl<T: ?Sized, K, A, R> BlockingMethodHandle<'_, T, K, A, R> {
    /// Removes the entry of these arguments: memory forgets at once.
    pub fn invalidate(&self, key: K) -> Removed {
        let Place { manager, key } = (self.place)(self.this, key);
        invalidate_blocking(&manager, key)
    }

    /// The stored value, without running the body and without counting as a use.
    pub fn peek(&self, key: K) -> Option<R> {
        let Place { manager, key } = (self.place)(self.this, key);
        let entry = manager.memory().peek(&key, manager.now())?;
        (self.unpack.result)(entry.value)
    }

    /// How long the entry has left, if there is one.
    pub fn ttl_of(&self, key: K) -> Option<TimeLeft> {
        let Place { manager, key } = (self.place)(self.this, key);
        ttl_of_blocking(&manager, key)
    }

    /// Runs the body whatever is stored, and stores what it brings.
    pub fn refresh(&self, arguments: A) -> R {
        refresh_blocking(self.function, || (self.call)(self.this, arguments))
    }

    /// Runs the body as if there were no cache; nothing is read or stored.
    pub fn bypass(&self, arguments: A) -> R {
        bypass_blocking(self.function, || (self.call)(self.this, arguments))
    }

    /// Calls the method, and tells how the value came.
    pub fn traced(&self, arguments: A) -> Traced<R> {
        traced_blocking(self.function, || (self.call)(self.this, arguments))
    }
}

impl<T: ?Sized, K, A, R> Clone for BlockingMethodHandle<'_, T, K, A, R> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T: ?Sized, K, A, R> Copy for BlockingMethodHandle<'_, T, K, A, R> {}

impl<T: ?Sized, K, A, R> fmt::Debug for BlockingMethodHandle<'_, T, K, A, R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("BlockingMethodHandle")
            .field("function", &self.function)
            .finish_non_exhaustive()
    }
}
