//! The manager of functions that name none.

use std::sync::OnceLock;

use crate::cache::CacheManager;
use crate::cache::builder::CacheManagerBuilder;

/// The managers that were installed, in their order; the last one counts. They are never taken off,
/// so that a hit reads them without a lock.
struct Link {
    manager: CacheManager,
    next: Chain,
}

type Chain = OnceLock<Box<Link>>;

static INSTALLED: Chain = OnceLock::new();
static DEFAULT: OnceLock<CacheManager> = OnceLock::new();

pub(crate) fn install(manager: CacheManager) {
    let mut link = Box::new(Link {
        manager,
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

/// The manager that was installed last, or the default.
#[cfg_attr(not(debug_assertions), inline)]
pub(crate) fn installed() -> &'static CacheManager {
    let Some(mut last) = INSTALLED.get() else {
        return DEFAULT.get_or_init(|| CacheManagerBuilder::new().in_memory());
    };
    while let Some(next) = last.next.get() {
        last = next;
    }
    &last.manager
}
