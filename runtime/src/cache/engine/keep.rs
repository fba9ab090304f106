//! What to store, and for how long.

use std::marker::PhantomData;
use std::time::Duration;

use crate::cache::shape::Shape;
use crate::cache::ttl::Ttl;

/// The spans that an attribute names. They are evaluated on a miss, before the body.
#[derive(Debug, Clone, Copy)]
pub struct Times {
    /// How long a value lives.
    pub ttl: Ttl,
    /// How long memory keeps what Redis has; the manager's own if `None`.
    pub memory_ttl: Option<Duration>,
    /// How long `None` is stored, if at all.
    pub negative_ttl: Option<Duration>,
    /// How long an error is stored, if at all.
    pub error_ttl: Option<Duration>,
    /// How long a call waits for another's load; the manager's own if `None`.
    pub wait: Option<Duration>,
}

impl Times {
    /// Only a ttl.
    pub const fn new(ttl: Ttl) -> Self {
        Self {
            ttl,
            memory_ttl: None,
            negative_ttl: None,
            error_ttl: None,
            wait: None,
        }
    }
}

/// Decides over a value that was loaded.
pub trait Keep<V> {
    /// The value's ttl, where `ttl` is the attribute's; `None` stores nothing.
    fn decide(&self, value: &V, ttl: Ttl) -> Option<Ttl>;
}

/// Every value, for the attribute's ttl.
#[derive(Debug, Clone, Copy)]
pub struct KeepAll;

impl<V> Keep<V> for KeepAll {
    #[cfg_attr(not(debug_assertions), inline)]
    fn decide(&self, _value: &V, ttl: Ttl) -> Option<Ttl> {
        Some(ttl)
    }
}

/// Closures that decide.
#[derive(Debug)]
pub(super) struct Rules<V, C, T> {
    condition: C,
    ttl: T,
    value: PhantomData<fn(&V)>,
}

impl<V, C: Fn(&V) -> bool, T: Fn(&V, Ttl) -> Ttl> Keep<V> for Rules<V, C, T> {
    fn decide(&self, value: &V, ttl: Ttl) -> Option<Ttl> {
        (self.condition)(value).then(|| (self.ttl)(value, ttl))
    }
}

/// Values for which `condition` holds.
pub fn keep_if<S: Shape>(_shape: S, condition: impl Fn(&S::Value) -> bool) -> impl Keep<S::Value> {
    Rules {
        condition,
        ttl: |_: &S::Value, ttl| ttl,
        value: PhantomData,
    }
}

/// Every value, for as long as `ttl` says.
pub fn ttl_by<S: Shape>(_shape: S, ttl: impl Fn(&S::Value) -> Duration) -> impl Keep<S::Value> {
    Rules {
        condition: |_: &S::Value| true,
        ttl: move |value: &S::Value, _| Ttl::After(ttl(value)),
        value: PhantomData,
    }
}

/// Values for which `condition` holds, for as long as `ttl` says.
pub fn keep_if_ttl_by<S: Shape>(
    _shape: S,
    condition: impl Fn(&S::Value) -> bool,
    ttl: impl Fn(&S::Value) -> Duration,
) -> impl Keep<S::Value> {
    Rules {
        condition,
        ttl: move |value: &S::Value, _| Ttl::After(ttl(value)),
        value: PhantomData,
    }
}
