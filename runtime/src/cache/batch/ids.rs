//! The argument that holds the ids.

use std::sync::Arc;

/// What `batch` takes ids out of.
#[diagnostic::on_unimplemented(
    message = "`batch` cannot take ids out of a `{Self}`",
    label = "the body is called with the ids that are missing, so this is a slice or a vector: `&[Id]` or `Vec<Id>`"
)]
pub trait Ids {
    /// What one of them is.
    type Id;
    /// All of them.
    fn ids(&self) -> &[Self::Id];
}

impl<T> Ids for [T] {
    type Id = T;
    fn ids(&self) -> &[T] {
        self
    }
}

impl<T> Ids for Vec<T> {
    type Id = T;
    fn ids(&self) -> &[T] {
        self
    }
}

impl<I: Ids + ?Sized> Ids for Arc<I> {
    type Id = I::Id;
    fn ids(&self) -> &[I::Id] {
        (**self).ids()
    }
}

impl<I: Ids + ?Sized> Ids for Box<I> {
    type Id = I::Id;
    fn ids(&self) -> &[I::Id] {
        (**self).ids()
    }
}

#[diagnostic::do_not_recommend]
impl<I: Ids + ?Sized> Ids for &I {
    type Id = I::Id;
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
    /// The id.
    fn id(&self) -> Id;
}

#[diagnostic::do_not_recommend]
impl<T: Clone> Asked<T> for T {
    fn id(&self) -> T {
        self.clone()
    }
}

#[diagnostic::do_not_recommend]
impl Asked<String> for &str {
    fn id(&self) -> String {
        (*self).to_owned()
    }
}
