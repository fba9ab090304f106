//! How values are held, told by type.

use std::any::Any;
use std::marker::PhantomData;
use std::sync::Arc;

use serde::Serialize;

use super::CacheValue;
use crate::cache::entry::Held;
use crate::cache::ops::{Ops, weigh_whole};
use crate::cache::shape::Shape;

/// How values of `V` are held: `Arc<U>` as it is, any other `T` in an `Arc` of its own.
#[derive(Debug)]
pub struct HoldProbe<V>(PhantomData<fn() -> V>);

impl<V> HoldProbe<V> {
    /// Asks about the value of `shape`.
    pub fn of<S: Shape<Value = V>>(_shape: S) -> Self {
        Self(PhantomData)
    }
}

/// `Arc<U>`.
#[derive(Debug)]
pub struct Shared<U>(PhantomData<fn() -> U>);

/// Any other type.
#[derive(Debug)]
pub struct Owned<T>(PhantomData<fn() -> T>);

macro_rules! copied {
    ($($name:ident),+) => {$(
        impl<T> Clone for $name<T> {
            fn clone(&self) -> Self {
                *self
            }
        }

        impl<T> Copy for $name<T> {}
    )+};
}

copied!(Shared, Owned);

/// `Arc<U>`, before any other type.
pub trait HoldArc {
    /// How it is held.
    type Hold;
    /// How it is held.
    fn hold(&self) -> Self::Hold;
}

impl<U> HoldArc for &HoldProbe<Arc<U>> {
    type Hold = Shared<U>;
    fn hold(&self) -> Shared<U> {
        Shared(PhantomData)
    }
}

/// Any other type.
pub trait HoldValue {
    /// How it is held.
    type Hold;
    /// How it is held.
    fn hold(&self) -> Self::Hold;
}

impl<T> HoldValue for HoldProbe<T> {
    type Hold = Owned<T>;
    fn hold(&self) -> Owned<T> {
        Owned(PhantomData)
    }
}

/// How a type is held, as two functions: the proof that it can be.
#[derive(Debug)]
pub struct Witness<V> {
    pub(super) hold: fn(&V) -> Held,
    pub(super) take: fn(Held) -> Result<V, Held>,
    pub(super) ops: &'static Ops,
}

impl<T: Clone + Any + Send + Sync> Owned<T> {
    #[cfg_attr(not(debug_assertions), inline)]
    pub(super) fn hold(value: &T) -> Held {
        Arc::new(value.clone())
    }

    #[cfg_attr(not(debug_assertions), inline)]
    pub(super) fn take(held: Held) -> Result<T, Held> {
        match held.downcast_ref::<T>() {
            Some(value) => Ok(value.clone()),
            None => Err(held),
        }
    }

    const fn witness(ops: &'static Ops) -> Witness<T> {
        Witness {
            hold: Self::hold,
            take: Self::take,
            ops,
        }
    }
}

impl<U: Any + Send + Sync> Shared<U> {
    #[cfg_attr(not(debug_assertions), inline)]
    fn hold(value: &Arc<U>) -> Held {
        value.clone()
    }

    #[cfg_attr(not(debug_assertions), inline)]
    fn take(held: Held) -> Result<Arc<U>, Held> {
        held.downcast()
    }

    const fn witness(ops: &'static Ops) -> Witness<Arc<U>> {
        Witness {
            hold: Self::hold,
            take: Self::take,
            ops,
        }
    }
}

impl<T> Owned<T> {
    /// What must be [`Storable`](super::Storable).
    pub fn kept(self) -> Type<T> {
        Type(self.0)
    }

    /// What must be [`Encodable`](super::Encodable).
    pub fn encoded(self) -> Type<T> {
        Type(self.0)
    }
}

impl<U> Shared<U> {
    /// What must be [`Storable`](super::Storable).
    #[expect(clippy::unused_self, reason = "called as that of `Owned` is")]
    pub fn kept(self) -> Type<Arc<U>> {
        Type(PhantomData)
    }

    /// What must be [`Encodable`](super::Encodable).
    pub fn encoded(self) -> Type<U> {
        Type(self.0)
    }
}

/// A type, and no value of it.
#[derive(Debug)]
pub struct Type<T>(PhantomData<fn() -> T>);

/// The functions of a value that may leave the process.
///
/// Generated code asks for [`Storable`](super::Storable) and [`Encodable`](super::Encodable) first, by calling them: rustc reports what
/// a type lacks once, and of a trait's own function it does not show where the bound is written,
/// which would be in a file that the user has never seen. For that these two have no supertraits.
pub trait Serialised {
    /// The value.
    type Value;
    /// The proof.
    fn serialised(self) -> Witness<Self::Value>;
}

impl<T: CacheValue + Clone> Serialised for Owned<T> {
    type Value = T;

    #[cfg_attr(not(debug_assertions), inline)]
    fn serialised(self) -> Witness<T> {
        Self::witness(Ops::serialised::<T>())
    }
}

impl<U: CacheValue> Serialised for Shared<U> {
    type Value = Arc<U>;

    #[cfg_attr(not(debug_assertions), inline)]
    fn serialised(self) -> Witness<Arc<U>> {
        Self::witness(Ops::serialised::<U>())
    }
}

/// How a value that never leaves memory is weighed; by its own size if not told.
#[derive(Debug, Clone, Copy)]
pub struct Weighing(pub(super) Option<fn(&Held) -> usize>);

/// A type that can be serialised is weighed with what it points to.
pub trait WeighWhole {
    /// How it is weighed.
    fn weighing(&self) -> Weighing;
}

impl<T: Serialize + Any> WeighWhole for &Type<T> {
    fn weighing(&self) -> Weighing {
        Weighing(Some(weigh_whole::<T>))
    }
}

/// Any other type cannot be looked into.
pub trait WeighOutside {
    /// How it is weighed.
    fn weighing(&self) -> Weighing;
}

impl<T> WeighOutside for Type<T> {
    fn weighing(&self) -> Weighing {
        Weighing(None)
    }
}

/// The functions of a value that never leaves the process.
pub trait InMemory {
    /// The value.
    type Value;
    /// The proof.
    fn in_memory(self) -> Witness<Self::Value>;
}

impl<T: Clone + Any + Send + Sync> InMemory for Owned<T> {
    type Value = T;

    #[cfg_attr(not(debug_assertions), inline)]
    fn in_memory(self) -> Witness<T> {
        Self::witness(Ops::in_memory::<T>())
    }
}

impl<U: Any + Send + Sync> InMemory for Shared<U> {
    type Value = Arc<U>;

    #[cfg_attr(not(debug_assertions), inline)]
    fn in_memory(self) -> Witness<Arc<U>> {
        Self::witness(Ops::in_memory::<U>())
    }
}

impl<V> Clone for Witness<V> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<V> Copy for Witness<V> {}
