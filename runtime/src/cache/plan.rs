//! What the engine needs to know of a cached type, as function pointers: the engine itself is
//! compiled once, and a type that does not fit is reported once, at the return type.

use std::any::Any;
use std::marker::PhantomData;
use std::sync::Arc;

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::cache::entry::{Failed, Held};
use crate::cache::ops::{Ops, weigh_whole};
use crate::cache::shape::{Fallible, Shape};

/// What a cached function's values must be when they live in memory only.
#[diagnostic::on_unimplemented(
    message = "`#[cached]` cannot keep a `{Self}`",
    label = "the value is handed to every caller, so this type must be `Clone + Send + Sync + 'static`",
    note = "if it is a type parameter: add `Clone + Send + Sync + 'static` to its bounds",
    note = "if it is not `Clone`: add `#[derive(Clone)]` to it, or return an `Arc` of it",
    note = "if threads cannot share it: use `Arc` for `Rc`, and `Mutex` or an atomic for `RefCell` and `Cell`"
)]
pub trait Storable: Sized {
    /// Asks for it.
    fn storable(_type: Type<Self>) {}
}

#[diagnostic::do_not_recommend]
impl<T: Clone + Send + Sync + 'static> Storable for T {}

/// What a cached type must be besides: written to Redis and read from it.
#[diagnostic::on_unimplemented(
    message = "`#[cached]` cannot store a `{Self}`",
    label = "the cached value is written as JSON, so this type must implement `Serialize` and `DeserializeOwned`",
    note = "add `#[derive(serde::Serialize, serde::Deserialize)]` to `{Self}`, or keep its entries in memory with `tier = memory`",
    note = "if it is a type parameter: add `serde::Serialize + serde::de::DeserializeOwned` to its bounds"
)]
pub trait Encodable: Sized {
    /// Asks for it.
    fn encodable(_type: Type<Self>) {}
}

#[diagnostic::do_not_recommend]
impl<T: Serialize + DeserializeOwned> Encodable for T {}

/// What [`CacheManager`](crate::CacheManager) keeps by hand: all that `#[cached]` asks of a value.
#[diagnostic::on_unimplemented(
    message = "a cache cannot store a `{Self}`",
    label = "this type must be `Send + Sync + 'static` and implement `Serialize` and `DeserializeOwned`",
    note = "add `#[derive(serde::Serialize, serde::Deserialize)]` to `{Self}`"
)]
pub trait CacheValue: Serialize + DeserializeOwned + Send + Sync + 'static {}

#[diagnostic::do_not_recommend]
impl<T: Serialize + DeserializeOwned + Send + Sync + 'static> CacheValue for T {}

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
    hold: fn(&V) -> Held,
    take: fn(Held) -> Result<V, Held>,
    ops: &'static Ops,
}

impl<T: Clone + Any + Send + Sync> Owned<T> {
    #[cfg_attr(not(debug_assertions), inline)]
    fn hold(value: &T) -> Held {
        Arc::new(value.clone())
    }

    #[cfg_attr(not(debug_assertions), inline)]
    fn take(held: Held) -> Result<T, Held> {
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
    /// What must be [`Storable`].
    pub fn kept(self) -> Type<T> {
        Type(self.0)
    }

    /// What must be [`Encodable`].
    pub fn encoded(self) -> Type<T> {
        Type(self.0)
    }
}

impl<U> Shared<U> {
    /// What must be [`Storable`].
    #[expect(clippy::unused_self, reason = "called as that of `Owned` is")]
    pub fn kept(self) -> Type<Arc<U>> {
        Type(PhantomData)
    }

    /// What must be [`Encodable`].
    pub fn encoded(self) -> Type<U> {
        Type(self.0)
    }
}

/// A type, and no value of it.
#[derive(Debug)]
pub struct Type<T>(PhantomData<fn() -> T>);

/// The functions of a value that may leave the process.
///
/// Generated code asks for [`Storable`] and [`Encodable`] first, by calling them: rustc reports what
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
pub struct Weighing(Option<fn(&Held) -> usize>);

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

/// Whether the error of a function can be shared among the callers of one load.
#[derive(Debug)]
pub struct FaultProbe<E>(PhantomData<fn() -> E>);

impl<E> FaultProbe<E> {
    /// Asks about the error of `shape`.
    pub fn of<S: Shape<Error = E>>(_shape: S) -> Self {
        Self(PhantomData)
    }
}

/// An error that can be shared.
pub trait FaultShared<E> {
    /// How errors are handed on.
    fn fault(&self) -> Fault<E>;
}

impl<E: Clone + Send + Sync + 'static> FaultShared<E> for &FaultProbe<E> {
    fn fault(&self) -> Fault<E> {
        Fault::shared(None)
    }
}

/// An error that cannot.
pub trait FaultAlone<E> {
    /// How errors are handed on.
    fn fault(&self) -> Fault<E>;
}

impl<E> FaultAlone<E> for FaultProbe<E> {
    fn fault(&self) -> Fault<E> {
        Fault {
            share: None,
            take: |_| None,
            ops: None,
        }
    }
}

/// How errors are handed on, and stored where the function asks for it.
#[derive(Debug)]
pub struct Fault<E> {
    pub(crate) share: Option<fn(&E) -> Held>,
    pub(crate) take: fn(&Held) -> Option<E>,
    pub(crate) ops: Option<&'static Ops>,
}

impl<E: Clone + Send + Sync + 'static> Fault<E> {
    fn shared(ops: Option<&'static Ops>) -> Self {
        Self {
            share: Some(|error| Arc::new(Failed(error.clone()))),
            take: |held| {
                held.downcast_ref::<Failed<E>>()
                    .map(|failed| failed.0.clone())
            },
            ops,
        }
    }
}

impl<E> Clone for Fault<E> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<E> Copy for Fault<E> {}

impl<V> Clone for Witness<V> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<V> Copy for Witness<V> {}

/// What an error must be to be stored by `error_ttl`.
#[diagnostic::on_unimplemented(
    message = "`error_ttl` cannot store a `{Self}`",
    label = "a stored error must be `Clone + Send + Sync + 'static` and implement `Serialize` and `DeserializeOwned`",
    note = "add `#[derive(Clone, serde::Serialize, serde::Deserialize)]` to `{Self}`, or remove `error_ttl`"
)]
pub trait StorableError: Sized {
    /// The proof.
    fn stored(probe: FaultProbe<Self>) -> Fault<Self>;
}

#[diagnostic::do_not_recommend]
impl<E: Clone + Serialize + DeserializeOwned + Send + Sync + 'static> StorableError for E {
    fn stored(_probe: FaultProbe<E>) -> Fault<E> {
        Fault::shared(Some(Ops::failure::<E>()))
    }
}

/// What an error must be to be stored by `error_ttl` in memory only.
#[diagnostic::on_unimplemented(
    message = "`error_ttl` cannot keep a `{Self}`",
    label = "a stored error must be `Clone + Send + Sync + 'static`",
    note = "add `#[derive(Clone)]` to `{Self}`, or remove `error_ttl`"
)]
pub trait KeptError: Sized {
    /// The proof.
    fn kept(probe: FaultProbe<Self>) -> Fault<Self>;
}

#[diagnostic::do_not_recommend]
impl<E: Clone + Send + Sync + 'static> KeptError for E {
    fn kept(_probe: FaultProbe<E>) -> Fault<E> {
        Fault::shared(Some(Ops::failure_in_memory::<E>()))
    }
}

/// All that the engine is told about a function's types.
#[expect(missing_debug_implementations, reason = "function pointers")]
pub struct Plan<S: Shape> {
    pub(crate) hold: fn(&S::Value) -> Held,
    pub(crate) take: fn(Held) -> Result<S::Value, Held>,
    pub(crate) fault: Fault<S::Error>,
    pub(crate) ops: &'static Ops,
    /// How a value is weighed.
    pub(crate) weigh: fn(&Held) -> usize,
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

/// The plan of [`get_or_load`](crate::CacheManager::get_or_load): errors stay with their callers.
pub(crate) fn by_hand<T: CacheValue + Clone, E>() -> Plan<Fallible<T, E>> {
    Plan {
        hold: Owned::<T>::hold,
        take: Owned::<T>::take,
        fault: Fault {
            share: None,
            take: |_| None,
            ops: None,
        },
        ops: Ops::serialised::<T>(),
        weigh: Ops::serialised::<T>().weigh,
    }
}
