//! What `#[invalidate]` expands to.

use std::marker::PhantomData;
use std::ops::ControlFlow;

use crate::cache::CacheManager;
use crate::cache::engine::ManagerRef;
use crate::cache::events;
use crate::cache::key::{Key, KeyBuf, Pattern};
use crate::cache::site::Site;
use crate::cache::tags::Tag;

/// Entries that go when the body has returned.
///
/// Dropped before anybody said how the body ended (the call was cancelled, or the body panicked),
/// it removes them: whether the body's work was done is not known, and a needless miss costs little.
#[derive(Debug)]
#[must_use = "the entries go when it is run or dropped"]
pub struct Removal {
    site: &'static Site,
    manager: CacheManager,
    /// Keys, and names of tags.
    keys: Vec<Key>,
    patterns: Vec<Pattern>,
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
            patterns: Vec::new(),
        }
    }

    /// And every entry that has one of `tags`.
    pub fn tags(mut self, tags: impl IntoIterator<Item = Key>) -> Self {
        let tags = tags.into_iter().map(|tag| Tag::new(&tag));
        self.keys.extend(tags.map(|tag| tag.name().clone()));
        self
    }

    /// And every entry whose key matches `pattern`.
    pub fn pattern(mut self, pattern: Glob) -> Self {
        self.patterns.extend(pattern.finish());
        self
    }

    /// Removes them. A Redis that cannot be reached is told later; one that was asked for errors
    /// (`on_outage = fail`) is reported by an event, because the body's work is done.
    pub async fn run(mut self) {
        // Errors are in the event: the body has succeeded, and its result goes to the caller. An
        // unfinished clear looks after itself when it is dropped, and so do unfinished keys.
        if !self.keys.is_empty() {
            let _ = self.manager.invalidate_at(self.site, &self.keys).await;
            self.keys.clear();
        }
        while let Some(pattern) = self.patterns.last() {
            if let Err(error) = self.manager.clear_matching(pattern).await {
                events::not_cleared(self.site, pattern.as_str(), &error);
            }
            self.patterns.pop();
        }
    }

    /// Removes them from memory at once, and from Redis in the background.
    pub fn run_blocking(self) {}

    /// The body failed: they stay.
    pub fn dismiss(mut self) {
        self.keys.clear();
        self.patterns.clear();
    }
}

impl Drop for Removal {
    fn drop(&mut self) {
        if !self.keys.is_empty() {
            self.manager.invalidate_later(self.site, &self.keys);
        }
        for pattern in self.patterns.drain(..) {
            self.manager.clear_later(self.site, pattern);
        }
    }
}

/// A pattern while it is written: its literal parts are glob, and what comes from a value matches
/// nothing but itself.
#[derive(Debug, Default)]
pub struct Glob(String);

impl Glob {
    /// An empty pattern.
    pub const fn new() -> Self {
        Self(String::new())
    }

    /// Adds a part of the template between its holes.
    pub fn literal(&mut self, glob: &str) {
        self.0.push_str(glob);
    }

    /// Adds what a hole stands for.
    pub fn value(&mut self, key: KeyBuf) {
        for character in key.finish().as_str().chars() {
            if matches!(character, '*' | '?' | '[' | ']' | '\\') {
                self.0.push('\\');
            }
            self.0.push(character);
        }
    }

    /// The macro has read the literal parts, so there is one.
    fn finish(self) -> Option<Pattern> {
        Pattern::new(&self.0).ok()
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
