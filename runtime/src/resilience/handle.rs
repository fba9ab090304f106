//! `handle = fn name`: the guards of a method, by hand.

use std::fmt;
use std::ops::Deref;

/// What `handle = fn name` returns for a method with guards: each guard that it has, and, where the
/// method is `#[cached]` too, all that the handle of its entries can do.
///
/// A guard's state belongs to the method as it is written, not to one `self`.
#[derive(Clone, Copy)]
pub struct GuardsHandle<C, B, L, K> {
    cache: C,
    breaker: B,
    limiter: L,
    bulkhead: K,
}

/// A guard that the method has; `()` stands for one that it has not.
#[derive(Clone, Copy)]
pub struct Present<T: 'static>(pub &'static T);

impl<T: fmt::Debug> fmt::Debug for Present<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl<C, B, L, K> GuardsHandle<C, B, L, K> {
    /// For generated code.
    #[doc(hidden)]
    pub fn new(cache: C, breaker: B, limiter: L, bulkhead: K) -> Self {
        Self {
            cache,
            breaker,
            limiter,
            bulkhead,
        }
    }
}

impl<C, B: fmt::Debug, L: fmt::Debug, K: fmt::Debug> fmt::Debug for GuardsHandle<C, B, L, K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("GuardsHandle")
            .field("breaker", &self.breaker)
            .field("limiter", &self.limiter)
            .field("bulkhead", &self.bulkhead)
            .finish_non_exhaustive()
    }
}

impl<C, B, L, K> GuardsHandle<C, Present<B>, L, K> {
    /// The breaker of `#[circuit_breaker]`.
    pub fn breaker(&self) -> &'static B {
        self.breaker.0
    }
}

impl<C, B, L, K> GuardsHandle<C, B, Present<L>, K> {
    /// The limiter of `#[rate_limit]`.
    pub fn limiter(&self) -> &'static L {
        self.limiter.0
    }
}

impl<C, B, L, K> GuardsHandle<C, B, L, Present<K>> {
    /// The bulkhead of `#[bulkhead]`.
    pub fn bulkhead(&self) -> &'static K {
        self.bulkhead.0
    }
}

impl<C, B, L, K> Deref for GuardsHandle<C, B, L, K> {
    type Target = C;

    fn deref(&self) -> &C {
        &self.cache
    }
}
