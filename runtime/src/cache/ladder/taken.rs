//! Arguments that a load takes along when it goes on without its caller.

use std::borrow::Borrow;
use std::fmt;
use std::marker::PhantomData;

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
    fn take(&self) -> Taken<Self, Self::Own>;
    /// The argument as the body had it.
    fn lend(taken: &Taken<Self, Self::Own>) -> &Self;
    /// The clone itself.
    fn give(taken: Taken<Self, Self::Own>) -> Self::Own;
}

#[diagnostic::do_not_recommend]
impl<T> Take for T
where
    T: ToOwned<Owned: Send + 'static> + ?Sized,
{
    type Own = T::Owned;

    fn take(&self) -> Taken<T, T::Owned> {
        Taken {
            own: self.to_owned(),
            of: PhantomData,
        }
    }

    fn lend(taken: &Taken<T, T::Owned>) -> &T {
        taken.own.borrow()
    }

    fn give(taken: Taken<T, T::Owned>) -> T::Owned {
        taken.own
    }
}

/// A clone of what an argument borrows. It asks nothing of its types: rustc would say again, and of
/// this file, what one of them lacks.
pub struct Taken<T: ?Sized, O> {
    own: O,
    of: PhantomData<fn(&T)>,
}

impl<T: ?Sized, O> fmt::Debug for Taken<T, O> {
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
pub trait Movable {
    /// Asks for it.
    fn can_be_taken(&self) {}
}

#[diagnostic::do_not_recommend]
impl<T: Send + 'static> Movable for T {}
