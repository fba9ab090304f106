//! What to store, and for how long.

use std::marker::PhantomData;
use std::time::Duration;

use crate::cache::key::Key;
use crate::cache::ladder::Ladder;
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
    /// Which share of a life may be taken away, by chance.
    pub jitter: f64,
    /// What becomes of entries near their end and beyond it.
    pub ladder: Ladder,
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
            jitter: 0.0,
            ladder: Ladder::NONE,
        }
    }
}

/// Decides over a value that was loaded.
pub trait Keep<V> {
    /// The value's ttl, where `ttl` is the attribute's; `None` stores nothing.
    fn decide(&self, value: &V, ttl: Ttl) -> Option<Ttl>;

    /// Adds the tags that the value names.
    fn tags(&self, _value: &V, _tags: &mut Vec<Key>) {}
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

/// Values that both keep, for as long as the second says.
impl<V, A: Keep<V>, B: Keep<V>> Keep<V> for (A, B) {
    fn decide(&self, value: &V, ttl: Ttl) -> Option<Ttl> {
        let ttl = self.0.decide(value, ttl)?;
        self.1.decide(value, ttl)
    }

    fn tags(&self, value: &V, tags: &mut Vec<Key>) {
        self.0.tags(value, tags);
        self.1.tags(value, tags);
    }
}

/// A closure that says which values to store.
#[derive(Debug)]
struct KeepIf<V, C> {
    condition: C,
    value: PhantomData<fn(&V)>,
}

impl<V, C: Fn(&V) -> bool> Keep<V> for KeepIf<V, C> {
    fn decide(&self, value: &V, ttl: Ttl) -> Option<Ttl> {
        (self.condition)(value).then_some(ttl)
    }
}

/// A closure that says for how long.
#[derive(Debug)]
struct TtlBy<V, C> {
    ttl: C,
    value: PhantomData<fn(&V)>,
}

impl<V, C: Fn(&V) -> Duration> Keep<V> for TtlBy<V, C> {
    fn decide(&self, value: &V, _ttl: Ttl) -> Option<Ttl> {
        Some(Ttl::After((self.ttl)(value)))
    }
}

/// A closure that names tags.
#[derive(Debug)]
struct TagsBy<V, C> {
    name: C,
    value: PhantomData<fn(&V)>,
}

impl<V, C: Fn(&V, &mut Vec<Key>)> Keep<V> for TagsBy<V, C> {
    fn decide(&self, _value: &V, ttl: Ttl) -> Option<Ttl> {
        Some(ttl)
    }

    fn tags(&self, value: &V, tags: &mut Vec<Key>) {
        (self.name)(value, tags);
    }
}

/// Every value, with the tags that `name` finds in it.
pub fn tags_by<S: Shape>(
    _shape: S,
    name: impl Fn(&S::Value, &mut Vec<Key>),
) -> impl Keep<S::Value> {
    TagsBy {
        name,
        value: PhantomData,
    }
}

/// Values for which `condition` holds.
pub fn keep_if<S: Shape>(_shape: S, condition: impl Fn(&S::Value) -> bool) -> impl Keep<S::Value> {
    KeepIf {
        condition,
        value: PhantomData,
    }
}

/// Every value, for as long as `ttl` says.
pub fn ttl_by<S: Shape>(_shape: S, ttl: impl Fn(&S::Value) -> Duration) -> impl Keep<S::Value> {
    TtlBy {
        ttl,
        value: PhantomData,
    }
}
