//! A piece of a text that is masked by itself: what stands before it is only read.

use std::ops::ControlFlow;

use super::{CONTEXT, scan};
use crate::mask::masker::Inner;

/// The masked piece; `None` where nothing is found in it.
pub(crate) fn mask_piece(inner: &Inner, before: &[u8], piece: &[u8]) -> Option<Vec<u8>> {
    let context = before
        .get(before.len().saturating_sub(CONTEXT)..)
        .unwrap_or_default();
    let whole = [context, piece].concat();
    let mut out = Vec::new();
    let mut done = context.len();
    // From the byte before it on: a number directly at the beginning of a scan counts as a part.
    let from = done.saturating_sub(1);
    let _ = scan(inner.plan(), &whole, from, &mut |found| {
        if found.start >= done {
            out.extend_from_slice(whole.get(done..found.start).unwrap_or_default());
            inner.pieces(&found, &whole).append(&mut out);
            done = found.end;
        }
        ControlFlow::Continue(())
    });
    if done == context.len() {
        return None;
    }
    out.extend_from_slice(whole.get(done..).unwrap_or_default());
    Some(out)
}
