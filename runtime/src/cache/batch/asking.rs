//! What generated code asks of the types, one after the other.
//!
//! It asks by the functions of traits, whose bounds rustc does not show, and what they give is a type
//! of the trait's: where a type does not fit, that is the one error, and nothing is said of all that
//! would follow from it.

use std::marker::PhantomData;

use super::found::IdOf;
use super::{ErrorOf, Returned, Terms, ValueOf};
use crate::cache::engine::Times;
use crate::cache::plan::{Fault, FaultProbe, Plan};
use crate::cache::shape::Optional;

/// A return type.
#[derive(Debug)]
pub struct Returning<R>(PhantomData<fn() -> R>);

impl<R> Returning<R> {
    /// Asks about it.
    #[expect(clippy::new_without_default, reason = "called by generated code only")]
    pub const fn new() -> Self {
        Self(PhantomData)
    }
}

/// A return type with ids and values.
#[derive(Debug)]
pub struct Many<R>(PhantomData<fn() -> R>);

impl<R> Many<R> {
    pub(super) const NEW: Self = Self(PhantomData);
}

impl<R> Clone for Many<R> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<R> Copy for Many<R> {}

impl<R: Returned> Many<R> {
    /// How what is cached of one id is taken apart.
    pub fn shape(self) -> Optional<ValueOf<R>> {
        Optional::one()
    }

    /// Asks about the error.
    pub fn fault(self) -> FaultProbe<ErrorOf<R>> {
        FaultProbe::new()
    }

    /// What the attribute says.
    pub fn terms<K>(
        self,
        plan: Plan<Optional<ValueOf<R>>>,
        fault: Fault<ErrorOf<R>>,
        times: Times,
        keep: K,
        most: usize,
    ) -> Terms<R, K> {
        Terms {
            plan,
            fault,
            times,
            keep,
            most,
        }
    }

    /// The ids that are asked for.
    pub fn of<A>(self, ids: &[A]) -> Asking<'_, R, A, IdOf<R>> {
        Asking {
            ids,
            returns: PhantomData,
        }
    }
}

/// Makes an argument of type `I` of the ids that are missing.
#[derive(Debug)]
pub struct Making<I>(PhantomData<fn() -> I>);

impl<I> Making<I> {
    pub(super) const NEW: Self = Self(PhantomData);

    /// The argument.
    pub fn of<A>(&self, ids: Vec<A>) -> I
    where
        I: From<Vec<A>>,
    {
        ids.into()
    }
}

/// Ids that are asked for, where those of the result are `I`.
#[derive(Debug)]
pub struct Asking<'a, R, A, I> {
    ids: &'a [A],
    returns: PhantomData<fn() -> (R, I)>,
}

impl<'a, R, A, I> Asking<'a, R, A, I> {
    pub(super) fn matching(self) -> Matching<'a, R, A> {
        Matching {
            ids: self.ids,
            returns: PhantomData,
        }
    }
}

/// Ids that the result can name.
#[derive(Debug)]
pub struct Matching<'a, R, A> {
    pub(super) ids: &'a [A],
    returns: PhantomData<fn() -> R>,
}
