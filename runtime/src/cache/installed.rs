//! The manager of functions that name none.

use crate::cache::CacheManager;
use crate::cache::builder::CacheManagerBuilder;
use crate::installed::Installed;

static INSTALLED: Installed<CacheManager> = Installed::new();

pub(crate) fn install(manager: CacheManager) {
    INSTALLED.install(manager);
}

/// The manager that was installed last, or the default.
#[cfg_attr(not(debug_assertions), inline)]
pub(crate) fn installed() -> &'static CacheManager {
    INSTALLED.get_or_init(|| CacheManagerBuilder::new().in_memory())
}
