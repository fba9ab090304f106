//! Arguments that a load takes along when it goes on without its caller.

/// What can be cloned and taken along into a task.
#[diagnostic::on_unimplemented(
    message = "a load in the background cannot take a `{Self}` along",
    label = "what the body borrows is cloned for a load that outlives the call, so this type must be `Clone + Send + 'static`",
    note = "add `#[derive(Clone)]` to it, or pass an `Arc` of it",
    note = "or write `reload = caller`: the one call that notices does the work, while the others keep hitting",
    note = "if it is a type parameter: add `Clone + Send + 'static` to its bounds"
)]
pub trait Take: Sized {
    /// A clone. Of the type itself: with one that another trait gives, rustc would say twice what this
    /// one lacks.
    #[must_use]
    fn take(&self) -> Self;
}

#[diagnostic::do_not_recommend]
impl<T: Clone + Send + 'static> Take for T {
    fn take(&self) -> T {
        self.clone()
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
