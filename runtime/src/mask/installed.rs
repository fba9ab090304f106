//! The masker of everything that names none.

use std::sync::OnceLock;

use super::Masker;

/// The maskers that were installed, in their order; the last one counts. They are never taken off,
/// so that the one that counts is read without a lock.
struct Link {
    masker: Masker,
    next: Chain,
}

type Chain = OnceLock<Box<Link>>;

static INSTALLED: Chain = OnceLock::new();
static DEFAULT: OnceLock<Masker> = OnceLock::new();

pub(super) fn install(masker: Masker) {
    let mut link = Box::new(Link {
        masker,
        next: OnceLock::new(),
    });
    let mut end = &INSTALLED;
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

/// The masker that was installed last, or the default.
pub(super) fn installed() -> &'static Masker {
    ready().unwrap_or_else(|| DEFAULT.get_or_init(Masker::default))
}

/// The same without a call, for what is written fast: none before the default is asked for the
/// first time.
#[inline]
pub(super) fn ready() -> Option<&'static Masker> {
    let Some(mut last) = INSTALLED.get() else {
        return DEFAULT.get();
    };
    while let Some(next) = last.next.get() {
        last = next;
    }
    Some(&last.masker)
}
