//! What a batch returns: which id has which value.

use std::collections::{BTreeMap, HashMap};
use std::hash::{BuildHasher, Hash};

use super::{Many, Returning};
use crate::cache::shape::NoError;

/// Ids and their values.
#[diagnostic::on_unimplemented(
    message = "`batch` cannot tell which value of a `{Self}` belongs to which id",
    label = "return `HashMap<Id, T>`, `BTreeMap<Id, T>` or `Vec<(Id, T)>`, alone or in a `Result`"
)]
pub trait Found: Sized {
    /// What tells the values apart.
    type Id;
    /// What is cached.
    type Value;
    /// What follows for a function that returns it, alone or in the `R` that it is in.
    type Many<R>;
    /// Whether an id that is asked for twice is there twice.
    const KEEPS_DUPLICATES: bool;
    /// Asks what follows.
    fn many<R>() -> Self::Many<R>;
    /// One by one.
    fn pairs(self) -> impl Iterator<Item = (Self::Id, Self::Value)>;
    /// All together, in the order in which they come.
    fn gather(pairs: impl Iterator<Item = (Self::Id, Self::Value)>) -> Self;
}

#[diagnostic::do_not_recommend]
impl<I: Eq + Hash, V, S: BuildHasher + Default> Found for HashMap<I, V, S> {
    type Id = I;
    type Value = V;
    type Many<R> = Many<R>;
    fn many<R>() -> Many<R> {
        Many::NEW
    }
    const KEEPS_DUPLICATES: bool = false;
    fn pairs(self) -> impl Iterator<Item = (I, V)> {
        self.into_iter()
    }
    fn gather(pairs: impl Iterator<Item = (I, V)>) -> Self {
        pairs.collect()
    }
}

#[diagnostic::do_not_recommend]
impl<I: Ord, V> Found for BTreeMap<I, V> {
    type Id = I;
    type Value = V;
    type Many<R> = Many<R>;
    fn many<R>() -> Many<R> {
        Many::NEW
    }
    const KEEPS_DUPLICATES: bool = false;
    fn pairs(self) -> impl Iterator<Item = (I, V)> {
        self.into_iter()
    }
    fn gather(pairs: impl Iterator<Item = (I, V)>) -> Self {
        pairs.collect()
    }
}

#[diagnostic::do_not_recommend]
impl<I, V> Found for Vec<(I, V)> {
    type Id = I;
    type Value = V;
    type Many<R> = Many<R>;
    fn many<R>() -> Many<R> {
        Many::NEW
    }
    const KEEPS_DUPLICATES: bool = true;
    fn pairs(self) -> impl Iterator<Item = (I, V)> {
        self.into_iter()
    }
    fn gather(pairs: impl Iterator<Item = (I, V)>) -> Self {
        pairs.collect()
    }
}

/// What a function with `batch` returns.
#[diagnostic::on_unimplemented(
    message = "`batch` cannot tell which value of a `{Self}` belongs to which id",
    label = "return `HashMap<Id, T>`, `BTreeMap<Id, T>` or `Vec<(Id, T)>`, alone or in a `Result`"
)]
pub trait Returned: Sized {
    /// Ids and values.
    type Found: Found;
    /// What comes in their place.
    type Error;
    /// What follows for a type that says so.
    type Many;
    /// Asks whether it does.
    fn found(_: Returning<Self>) -> Self::Many;
    /// Takes a result apart.
    ///
    /// # Errors
    /// That of the result.
    fn split(self) -> Result<Self::Found, Self::Error>;
    /// Puts one together.
    fn join(found: Result<Self::Found, Self::Error>) -> Self;
}

#[diagnostic::do_not_recommend]
impl<F: Found, E> Returned for Result<F, E> {
    type Found = F;
    type Error = E;
    type Many = F::Many<Self>;
    fn found(_: Returning<Self>) -> F::Many<Self> {
        F::many()
    }
    fn split(self) -> Self {
        self
    }
    fn join(found: Self) -> Self {
        found
    }
}

macro_rules! without_error {
    ($([$($param:tt)*] $ty:ty),+ $(,)?) => {$(
        #[diagnostic::do_not_recommend]
        impl<$($param)*> Returned for $ty {
            type Found = Self;
            type Error = NoError;
            type Many = Many<Self>;
            fn found(_: Returning<Self>) -> Many<Self> {
                Many::NEW
            }
            fn split(self) -> Result<Self, NoError> {
                Ok(self)
            }
            fn join(found: Result<Self, NoError>) -> Self {
                match found {
                    Ok(found) => found,
                    Err(never) => match never {},
                }
            }
        }
    )+};
}

without_error! {
    [I: Eq + Hash, V, S: BuildHasher + Default] HashMap<I, V, S>,
    [I: Ord, V] BTreeMap<I, V>,
    [I, V] Vec<(I, V)>,
}

/// What `R` names its values by.
pub(crate) type IdOf<R> = <<R as Returned>::Found as Found>::Id;
/// What of `R` is cached.
pub type ValueOf<R> = <<R as Returned>::Found as Found>::Value;
/// Its error.
pub type ErrorOf<R> = <R as Returned>::Error;
