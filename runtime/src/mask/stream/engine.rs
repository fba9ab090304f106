//! What a stream needs of a masker.

use std::ops::ControlFlow;

use crate::mask::Masker;
use crate::mask::finding::Found;
use crate::mask::scan;

/// The scan and the output, apart from the buffers.
pub(in crate::mask) trait Engine {
    /// Puts into `found` what is found in `text` at `from` or behind it, in order of place and
    /// without overlaps. Directly before `from` the text begins, or a finding ends.
    fn find_from(&self, text: &[u8], from: usize, found: &mut Vec<Found>);

    /// Appends what `found` becomes, which stands in `text`.
    fn append_mask(&self, found: &Found, text: &[u8], out: &mut Vec<u8>);
}

impl Engine for Masker {
    fn find_from(&self, text: &[u8], from: usize, found: &mut Vec<Found>) {
        // It goes on to the end: nothing breaks it off.
        let _ = scan::scan(self.inner().plan(), text, from, &mut |one| {
            found.push(one);
            ControlFlow::Continue(())
        });
    }

    fn append_mask(&self, found: &Found, text: &[u8], out: &mut Vec<u8>) {
        self.inner().pieces(found, text).append(out);
    }
}
