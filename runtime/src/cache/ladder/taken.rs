//! Arguments that a load takes along when it goes on without its caller.

use std::borrow::Borrow;
use std::fmt;

/// What can be cloned and taken along into a task.
#[diagnostic::on_unimplemented(
    message = "a load in the background cannot take a `{Self}` along",
    label = "what the body borrows is cloned for a load that outlives the call, so this type must be `Clone + Send + 'static`",
    note = "add `#[derive(Clone)]` to it, or pass an `Arc` of it",
    note = "or write `reload = caller`: the one call that notices does the work, while the others keep hitting",
    note = "if it is a type parameter: add `Clone + Send + 'static` to its bounds"
)]
pub trait Take {
    /// What is taken along.
    type Own: Send + 'static;
    /// A clone.
    fn own(&self) -> Self::Own;
    /// As it was.
    fn lend(own: &Self::Own) -> &Self;
}

#[diagnostic::do_not_recommend]
impl<T> Take for T
where
    T: ToOwned<Owned: Send + 'static> + ?Sized,
{
    type Own = T::Owned;

    fn own(&self) -> T::Owned {
        self.to_owned()
    }

    fn lend(own: &T::Owned) -> &T {
        own.borrow()
    }
}

/// A clone of what an argument borrows.
pub struct Taken<T: Take + ?Sized>(T::Own);

impl<T: Take + ?Sized> Taken<T> {
    /// Of this.
    pub fn of(argument: &T) -> Self {
        Self(argument.own())
    }
}

/// The argument as the body had it. No method: rustc would say twice what a type lacks.
pub fn lend<T: Take + ?Sized>(taken: &Taken<T>) -> &T {
    T::lend(&taken.0)
}

/// The clone itself.
pub fn give<T: Take + ?Sized>(taken: Taken<T>) -> T::Own {
    taken.0
}

impl<T: Take + ?Sized> fmt::Debug for Taken<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Taken").finish_non_exhaustive()
    }
}

/// What a call owns and a load may take along.
#[diagnostic::on_unimplemented(
    message = "a load in the background cannot take a `{Self}` along",
    label = "the load outlives the call, so this type must be `Send + 'static`",
    note = "if threads cannot share it: use `Arc` for `Rc`, and `Mutex` or an atomic for `RefCell` and `Cell`",
    note = "or write `reload = caller`: the one call that notices does the work, while the others keep hitting",
    note = "if it is a type parameter: add `Send + 'static` to its bounds"
)]
pub trait Movable {}

#[diagnostic::do_not_recommend]
impl<T: Send + 'static> Movable for T {}

/// Asks for it.
pub fn can_be_taken<T: Movable>(_argument: &T) {}
