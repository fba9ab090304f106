//! What becomes of an error, told by type.

use std::marker::PhantomData;
use std::sync::Arc;

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::cache::entry::{Failed, Held};
use crate::cache::ops::Ops;
use crate::cache::shape::Shape;

/// Whether the error of a function can be shared among the callers of one load.
#[derive(Debug)]
pub struct FaultProbe<E>(PhantomData<fn() -> E>);

impl<E> FaultProbe<E> {
    pub(crate) const fn new() -> Self {
        Self(PhantomData)
    }

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
