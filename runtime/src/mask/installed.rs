//! The masker of everything that names none.

use super::Masker;
use crate::installed::Installed;

static INSTALLED: Installed<Masker> = Installed::new();

pub(super) fn install(masker: Masker) {
    INSTALLED.install(masker);
}

/// The masker that was installed last, or the default.
pub(super) fn installed() -> &'static Masker {
    INSTALLED.get_or_init(Masker::default)
}

/// The same without a call, for what is written fast: none before the default is asked for the
/// first time.
#[inline]
pub(super) fn ready() -> Option<&'static Masker> {
    INSTALLED.get()
}
