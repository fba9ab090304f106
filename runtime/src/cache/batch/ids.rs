//! The argument that holds the ids.

use std::sync::Arc;

use super::{Asking, Making, Matching};

/// What `batch` takes ids out of.
#[diagnostic::on_unimplemented(
    message = "`batch` cannot take ids out of a `{Self}`",
    label = "the body is called with the ids that are missing, so this is a slice or a vector: `&[Id]` or `Vec<Id>`"
)]
pub trait Ids {
    /// What one of them is.
    type Id;
    /// What makes such an argument of a vector.
    type Making;
    /// All of them.
    fn ids(&self) -> &[Self::Id];
    /// Asks how such an argument is made.
    fn making(&self) -> Self::Making;
}

#[diagnostic::do_not_recommend]
impl<T> Ids for [T] {
    type Id = T;
    /// A reference to a vector is one to a slice.
    type Making = ();
    fn making(&self) {}
    fn ids(&self) -> &[T] {
        self
    }
}

#[diagnostic::do_not_recommend]
impl<T> Ids for Vec<T> {
    type Id = T;
    type Making = Making<Self>;
    fn making(&self) -> Making<Self> {
        Making::NEW
    }
    fn ids(&self) -> &[T] {
        self
    }
}

#[diagnostic::do_not_recommend]
impl<I: Ids + ?Sized> Ids for Arc<I> {
    type Id = I::Id;
    type Making = Making<Self>;
    fn making(&self) -> Making<Self> {
        Making::NEW
    }
    fn ids(&self) -> &[I::Id] {
        (**self).ids()
    }
}

#[diagnostic::do_not_recommend]
impl<I: Ids + ?Sized> Ids for Box<I> {
    type Id = I::Id;
    type Making = Making<Self>;
    fn making(&self) -> Making<Self> {
        Making::NEW
    }
    fn ids(&self) -> &[I::Id] {
        (**self).ids()
    }
}

#[diagnostic::do_not_recommend]
impl<I: Ids + ?Sized> Ids for &I {
    type Id = I::Id;
    type Making = I::Making;
    fn making(&self) -> I::Making {
        (**self).making()
    }
    fn ids(&self) -> &[I::Id] {
        (**self).ids()
    }
}

/// An id that was asked for, as the result names it.
#[diagnostic::on_unimplemented(
    message = "the ids that `batch` asks for are not those of the result",
    label = "the ids of the result are of type `{Id}`, and those of the argument of type `{Self}`",
    note = "write the same type for both, and have it implement `Clone`"
)]
pub trait Asked<Id>: Clone {
    /// What follows for ids that fit.
    type Matching<'a, R>
    where
        Self: 'a;
    /// The id.
    fn id(&self) -> Id;
    /// Asks whether they fit.
    fn matching<'a, R>(asking: Asking<'a, R, Self, Id>) -> Self::Matching<'a, R>
    where
        Self: 'a;
}

#[diagnostic::do_not_recommend]
impl<T: Clone> Asked<T> for T {
    type Matching<'a, R>
        = Matching<'a, R, Self>
    where
        Self: 'a;
    fn matching<'a, R>(asking: Asking<'a, R, Self, T>) -> Matching<'a, R, Self>
    where
        Self: 'a,
    {
        asking.matching()
    }
    fn id(&self) -> T {
        self.clone()
    }
}

#[diagnostic::do_not_recommend]
impl Asked<String> for &str {
    type Matching<'a, R>
        = Matching<'a, R, Self>
    where
        Self: 'a;
    fn matching<'a, R>(asking: Asking<'a, R, Self, String>) -> Matching<'a, R, Self>
    where
        Self: 'a,
    {
        asking.matching()
    }
    fn id(&self) -> String {
        (*self).to_owned()
    }
}
