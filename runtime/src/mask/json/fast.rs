//! One scan over the whole text, which is shown its structure block by block.

use std::ops::{ControlFlow, Range};

use super::edit::{Edit, Put, Stopped};
use super::outline::{Next, Outline};
use super::token;
use crate::mask::finding::Found;
use crate::mask::masker::Inner;
use crate::mask::scan::block::{self, BLOCK, Classes};
use crate::mask::scan::{Live, Watch, watched};

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
    if !matches!(text.trim_ascii(), [b'{', .., b'}'] | [b'[', .., b']']) {
        return Ok(Fast::Walk);
    }
    let mut merge = Merge {
        inner,
        text,
        outline: Outline::new(inner, text),
        next: 0,
        out: Vec::new(),
        done: 0,
        number: 0..0,
        left: inner.limits.findings,
        stopped: false,
    };
    let mut done = watched(inner.plan(), text, 0, &mut merge);
    if done.is_continue() {
        done = merge.before(text.len());
    }
    if merge.stopped {
        return Err(Stopped::TooMany);
    }
    if done.is_break() || !merge.outline.is_whole() {
        return Ok(Fast::Walk);
    }
    if merge.done == 0 {
        return Ok(Fast::Same);
    }
    merge.copy(text.len());
    Ok(Fast::Masked(merge.out))
}

/// A break means that the walk has to decide, or that there were too many findings.
struct Merge<'a> {
    inner: &'a Inner,
    text: &'a [u8],
    outline: Outline<'a>,
    /// The first edit of the outline that is not written.
    next: usize,
    out: Vec<u8>,
    /// What of the text stands in `out`.
    done: usize,
    /// The last number that was replaced.
    number: Range<usize>,
    /// How many findings more are allowed.
    left: usize,
    /// There were more.
    stopped: bool,
}

impl Watch for Merge<'_> {
    #[inline(always)]
    fn block(
        &mut self,
        start: usize,
        block: &[u8; BLOCK],
        classes: &Classes,
    ) -> ControlFlow<(), Live> {
        match self
            .outline
            .next(start, &block::marks(block), classes.equal)
        {
            Ok(Next::Block { inside, decided }) => ControlFlow::Continue(Live {
                any: !decided,
                pairs: inside,
            }),
            Ok(Next::Walk) => ControlFlow::Break(()),
            Err(_) => self.stop(),
        }
    }

    fn found(&mut self, found: Found) -> ControlFlow<()> {
        self.before(found.start)?;
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
}

impl Merge<'_> {
    fn stop<T>(&mut self) -> ControlFlow<(), T> {
        self.stopped = true;
        ControlFlow::Break(())
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
    fn before(&mut self, end: usize) -> ControlFlow<()> {
        while let Some(Edit { range, put }) = self.outline.edits.take(self.next, end) {
            self.next += 1;
            if put != Put::Same {
                self.put(range, &put)?;
            }
        }
        ControlFlow::Continue(())
    }

    fn put(&mut self, range: Range<usize>, put: &Put) -> ControlFlow<()> {
        if self.left == 0 {
            return self.stop();
        }
        // A finding that is written already reaches into it.
        go_on(range.start >= self.done)?;
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
