//! What `#[invalidate]` expands to.

use std::marker::PhantomData;
use std::ops::ControlFlow;

use crate::cache::CacheManager;
use crate::cache::engine::ManagerRef;
use crate::cache::key::Key;
use crate::cache::site::Site;

/// Entries that go when the body has returned.
///
/// Dropped before anybody said how the body ended (the call was cancelled, or the body panicked),
/// it removes them: whether the body's work was done is not known, and a needless miss costs little.
#[derive(Debug)]
#[must_use = "the entries go when it is run or dropped"]
pub struct Removal {
    site: &'static Site,
    manager: CacheManager,
    keys: Vec<Key>,
}

impl Removal {
    /// Entries of `manager` that are to go.
    pub fn new(
        site: &'static Site,
        manager: impl ManagerRef,
        keys: impl IntoIterator<Item = Key>,
    ) -> Self {
        Self {
            site,
            manager: manager.handle(),
            keys: keys.into_iter().collect(),
        }
    }

    /// Removes them. A Redis that cannot be reached is told later; one that was asked for errors
    /// (`on_outage = fail`) is reported by an event, because the body's work is done.
    pub async fn run(mut self) {
        // Errors are in the event: the body has succeeded, and its result goes to the caller.
        let _ = self.manager.invalidate(self.site, &self.keys).await;
        self.keys.clear();
    }

    /// Removes them from memory at once, and from Redis in the background.
    pub fn run_blocking(self) {}

    /// The body failed: they stay.
    pub fn dismiss(mut self) {
        self.keys.clear();
    }
}

impl Drop for Removal {
    fn drop(&mut self) {
        if !self.keys.is_empty() {
            self.manager.invalidate_later(self.site, &self.keys);
        }
    }
}

/// Asks how a result tells success from failure, by its type.
#[derive(Debug)]
pub struct EndingProbe<R>(PhantomData<fn() -> R>);

impl<R> EndingProbe<R> {
    /// Asks about the type of `result`, and gives it back. By value: what has been borrowed counts
    /// as held across the next await.
    pub fn of(result: R) -> (Self, R) {
        (Self(PhantomData), result)
    }
}

/// How a result tells success from failure.
///
/// A failure is taken out of the way before anything is awaited, so that an error that is not
/// `Send` does not make the future so.
pub trait Ending<R>: Copy {
    /// What is left of a success.
    type Kept;
    /// What is left of a success, or the failure.
    fn split(self, result: R) -> ControlFlow<R, Self::Kept>;
    /// The success as it was.
    fn join(self, kept: Self::Kept) -> R;
}

macro_rules! ending {
    ($(#[$doc:meta])* $name:ident<$($param:ident),+>, $ret:ty, $kept:ty, $split:expr, $join:expr) => {
        $(#[$doc])*
        #[derive(Debug)]
        pub struct $name<$($param),+>(PhantomData<fn() -> ($($param,)+)>);

        impl<$($param),+> Clone for $name<$($param),+> {
            fn clone(&self) -> Self {
                *self
            }
        }

        impl<$($param),+> Copy for $name<$($param),+> {}

        impl<$($param),+> Ending<$ret> for $name<$($param),+> {
            type Kept = $kept;

            fn split(self, result: $ret) -> ControlFlow<$ret, $kept> {
                let split: fn($ret) -> ControlFlow<$ret, $kept> = $split;
                split(result)
            }

            fn join(self, kept: $kept) -> $ret {
                let join: fn($kept) -> $ret = $join;
                join(kept)
            }
        }
    };
}

ending! {
    /// A `Result` succeeds when it is `Ok`.
    EndsInResult<T, E>, Result<T, E>, T,
    |result| match result {
        Ok(value) => ControlFlow::Continue(value),
        Err(error) => ControlFlow::Break(Err(error)),
    },
    Ok
}

ending! {
    /// Anything else succeeds by returning.
    EndsInValue<R>, R, R,
    ControlFlow::Continue,
    |value| value
}

/// `Result`, before any other type.
pub trait EndingResult {
    /// How it ends.
    type Ending;
    /// How it ends.
    fn ending(&self) -> Self::Ending;
}

impl<T, E> EndingResult for &EndingProbe<Result<T, E>> {
    type Ending = EndsInResult<T, E>;
    fn ending(&self) -> EndsInResult<T, E> {
        EndsInResult(PhantomData)
    }
}

/// Any other type.
pub trait EndingAny {
    /// How it ends.
    type Ending;
    /// How it ends.
    fn ending(&self) -> Self::Ending;
}

impl<R> EndingAny for EndingProbe<R> {
    type Ending = EndsInValue<R>;
    fn ending(&self) -> EndsInValue<R> {
        EndsInValue(PhantomData)
    }
}
