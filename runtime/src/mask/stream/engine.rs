//! What a stream needs of a masker.

use crate::mask::finding::Found;

/// The scan and the output, apart from the buffers.
pub(super) trait Engine {
    /// Puts into `found` what is found in `text` at `from` or behind it, in order of place and
    /// without overlaps. What stands before `from` is read as context and never taken.
    fn find(&self, text: &[u8], from: usize, found: &mut Vec<Found>);

    /// Appends what `found` becomes, which stands in `text`.
    fn mask(&self, found: &Found, text: &[u8], out: &mut Vec<u8>);
}
