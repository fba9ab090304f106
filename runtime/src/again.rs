//! Arguments of a body that runs more than once.

/// A `mut` argument, for one more attempt.
#[diagnostic::on_unimplemented(
    message = "each attempt needs this `mut` argument as it was, and `{Self}` cannot be cloned",
    label = "take it by reference, share it as an `Arc`, derive `Clone` for `{Self}`, or remove `mut`"
)]
pub trait Again {
    /// As it was.
    #[must_use]
    fn again(&self) -> Self;
}

#[diagnostic::do_not_recommend]
impl<T: Clone> Again for T {
    #[cfg_attr(not(debug_assertions), inline)]
    fn again(&self) -> Self {
        self.clone()
    }
}
