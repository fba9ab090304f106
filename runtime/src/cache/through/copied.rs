//! What is stored of an argument that the body takes.

/// What `value = user` asks of the argument: a copy that the cache can keep.
#[diagnostic::on_unimplemented(
    message = "`write_through` cannot keep a copy of a `{Self}`",
    label = "the body takes the value and the cache stores a copy of it, so this type must be `Clone`",
    note = "add `#[derive(Clone)]` to `{Self}`, or write an expression that makes what is stored, such as `value = user.summary()`"
)]
pub trait Copied {
    /// What is stored.
    type Copy;
    /// The copy.
    fn copied(&self) -> Self::Copy;
}

#[diagnostic::do_not_recommend]
impl<T: ToOwned + ?Sized> Copied for T {
    type Copy = T::Owned;

    fn copied(&self) -> T::Owned {
        self.to_owned()
    }
}
