//! One scan over the whole text, laid over its outline.

use std::ops::{ControlFlow, Range};

use super::edit::{Put, Stopped};
use super::outline::{Outline, outline};
use super::token;
use crate::mask::finding::Found;
use crate::mask::masker::Inner;
use crate::mask::scan::scan_but;

/// What the fast path came to.
pub(super) enum Fast {
    /// The text stays as it is.
    Same,
    Masked(Vec<u8>),
    /// The walk has to decide.
    Walk,
}

/// # Errors
///
/// More findings than are allowed.
pub(super) fn fast(inner: &Inner, text: &[u8]) -> Result<Fast, Stopped> {
    let Some(outline) = outline(inner, text)? else {
        return Ok(Fast::Walk);
    };
    let mut merge = Merge {
        inner,
        text,
        outline: &outline,
        next: 0,
        out: Vec::new(),
        done: 0,
        number: 0..0,
        left: inner.limits.findings.saturating_add(1),
    };
    let strings = |start| outline.bits(start);
    let scanned = scan_but(inner.plan(), text, 0, strings, &mut |found| {
        merge.push(found)
    });
    if scanned.is_break() && merge.left > 0 {
        return Ok(Fast::Walk);
    }
    merge.before(text.len());
    if merge.left == 0 {
        return Err(Stopped::TooMany);
    }
    if merge.done == 0 {
        return Ok(Fast::Same);
    }
    merge.copy(text.len());
    Ok(Fast::Masked(merge.out))
}

struct Merge<'a> {
    inner: &'a Inner,
    text: &'a [u8],
    outline: &'a Outline,
    /// The first edit of the outline that is not written.
    next: usize,
    out: Vec<u8>,
    /// What of the text stands in `out`.
    done: usize,
    /// The last number that was replaced.
    number: Range<usize>,
    /// How many findings more are allowed, and one.
    left: usize,
}

impl Merge<'_> {
    fn push(&mut self, found: Found) -> ControlFlow<()> {
        self.before(found.start);
        if let Some(edit) = self.outline.edits.get(self.next)
            && edit.range.start < found.end
        {
            let within = edit.range.start <= found.start && found.end <= edit.range.end;
            return go_on(within);
        }
        let range = found.start..found.end;
        if found.start < self.number.end {
            return go_on(found.end <= self.number.end);
        }
        match self.outline.inside(range.clone()) {
            Some(true) => self.put(range, &Put::Found(found)),
            Some(false) => self.number(found),
            None => ControlFlow::Break(()),
        }
    }

    /// A finding outside of strings is a number, or the text is no JSON.
    fn number(&mut self, found: Found) -> ControlFlow<()> {
        let belongs = |byte: &u8| byte.is_ascii_alphanumeric() || b"+-.".contains(byte);
        let before = self.text.get(self.done..found.start).unwrap_or_default();
        let start = before
            .iter()
            .rposition(|byte| !belongs(byte))
            .map_or(0, |at| at + 1)
            + self.done;
        match token::bare(self.text, start) {
            Some(end) if end >= found.end => {
                let put = Put::number(found, &(start..end));
                self.number = start..end;
                self.put(start..end, &put)
            }
            _ => ControlFlow::Break(()),
        }
    }

    /// Writes what the outline has before `end`.
    fn before(&mut self, end: usize) {
        let outline = self.outline;
        while let Some(edit) = outline.edits.get(self.next) {
            if edit.range.end > end {
                return;
            }
            self.next += 1;
            if edit.put != Put::Same {
                let _ = self.put(edit.range.clone(), &edit.put);
            }
        }
    }

    fn put(&mut self, range: Range<usize>, put: &Put) -> ControlFlow<()> {
        if self.left == 0 {
            return ControlFlow::Break(());
        }
        self.left -= 1;
        if self.done == 0 {
            self.out.reserve(self.text.len() + 64);
        }
        self.copy(range.start);
        put.append(self.inner, self.text, &mut self.out);
        self.done = range.end;
        ControlFlow::Continue(())
    }

    fn copy(&mut self, to: usize) {
        self.out
            .extend_from_slice(self.text.get(self.done..to).unwrap_or_default());
    }
}

fn go_on(fine: bool) -> ControlFlow<()> {
    if fine {
        ControlFlow::Continue(())
    } else {
        ControlFlow::Break(())
    }
}
