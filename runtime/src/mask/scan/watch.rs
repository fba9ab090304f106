//! Who looks on while a text is scanned: what knows more of it than the bytes tell.

use std::ops::ControlFlow;

use super::block::{BLOCK, Classes};
use crate::mask::finding::Found;

/// Sees each block before its triggers are looked at, and each finding.
pub(crate) trait Watch {
    /// Which triggers of the block that begins at `start` count.
    fn block(
        &mut self,
        start: usize,
        block: &[u8; BLOCK],
        classes: &Classes,
    ) -> ControlFlow<(), Live>;

    fn found(&mut self, found: Found) -> ControlFlow<()>;
}

/// A bit per byte of a block.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Live {
    /// Where anything is looked at.
    pub(crate) any: u64,
    /// Where `=` and `:` separate a name from its value.
    pub(crate) pairs: u64,
}

/// Nothing more is known.
pub(super) struct Everywhere<'f, F>(pub(super) &'f mut F);

impl<F: FnMut(Found) -> ControlFlow<()>> Watch for Everywhere<'_, F> {
    #[inline(always)]
    fn block(&mut self, _: usize, _: &[u8; BLOCK], _: &Classes) -> ControlFlow<(), Live> {
        ControlFlow::Continue(Live {
            any: u64::MAX,
            pairs: u64::MAX,
        })
    }

    #[inline]
    fn found(&mut self, found: Found) -> ControlFlow<()> {
        self.0(found)
    }
}
