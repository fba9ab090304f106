//! What is used where none is named: the one that was installed last, else the default.

use std::sync::OnceLock;

/// All that were installed, in their order; the last one counts. They are never taken off, so that
/// the one that counts is read without a lock.
pub(crate) struct Installed<T> {
    first: Chain<T>,
    default: OnceLock<T>,
}

struct Link<T> {
    value: T,
    next: Chain<T>,
}

type Chain<T> = OnceLock<Box<Link<T>>>;

impl<T> Installed<T> {
    pub(crate) const fn new() -> Self {
        Self {
            first: OnceLock::new(),
            default: OnceLock::new(),
        }
    }

    pub(crate) fn install(&self, value: T) {
        let mut link = Box::new(Link {
            value,
            next: OnceLock::new(),
        });
        let mut end = &self.first;
        loop {
            while let Some(taken) = end.get() {
                end = &taken.next;
            }
            match end.set(link) {
                Ok(()) => return,
                // Another thread was faster; behind it, then.
                Err(back) => link = back,
            }
        }
    }

    /// The one that counts; `default` makes one if nothing was installed.
    #[cfg_attr(not(debug_assertions), inline)]
    pub(crate) fn get_or_init(&self, default: impl FnOnce() -> T) -> &T {
        match self.get() {
            Some(value) => value,
            None => self.default.get_or_init(default),
        }
    }

    /// The one that counts; none before the default was asked for the first time.
    #[cfg_attr(not(debug_assertions), inline)]
    pub(crate) fn get(&self) -> Option<&T> {
        let Some(mut last) = self.first.get() else {
            return self.default.get();
        };
        while let Some(next) = last.next.get() {
            last = next;
        }
        Some(&last.value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_one_counts_and_the_default_only_without_one() {
        static INSTALLED: Installed<u32> = Installed::new();
        assert_eq!(INSTALLED.get(), None);
        assert_eq!(INSTALLED.get_or_init(|| 1), &1);
        assert_eq!(INSTALLED.get(), Some(&1));
        std::thread::scope(|scope| {
            for value in 2..10 {
                scope.spawn(move || INSTALLED.install(value));
            }
        });
        assert!(INSTALLED.get() > Some(&1));
        INSTALLED.install(10);
        assert_eq!(INSTALLED.get_or_init(|| 11), &10);
    }
}
