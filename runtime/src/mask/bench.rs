//! What the benchmarks measure and no program needs. Not a public interface: it changes without
//! notice.

use std::borrow::Cow;

use super::{Masker, scan};

/// [`Masker::mask_bytes`] by the arithmetic that every target has.
#[must_use]
pub fn mask_portably<'t>(masker: &Masker, bytes: &'t [u8]) -> Cow<'t, [u8]> {
    scan::mask_portably(masker.inner(), bytes).map_or(Cow::Borrowed(bytes), Cow::Owned)
}
