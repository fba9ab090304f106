//! What is held, what is swallowed, and what may be written.

use std::ops::Range;

use super::cut::{Cut, LONG, cut};
use super::engine::Engine;
use super::summary::Summary;
use super::swallow::Swallow;
use crate::mask::Kind;
use crate::mask::finding::Found;

/// What is written for a secret whose end is not known.
const HIDDEN: &str = "********";

/// So much raw text that was written already stays in front of what is held, so that the words
/// before a finding are seen.
pub(super) const CONTEXT: usize = 64;
/// So much is taken at once.
pub(super) const PIECE: usize = 64 * 1024;
/// Fewer bytes are copied rather than scanned where they stand.
const SMALL: usize = 1024;

/// The state of a stream between two pieces of it.
#[derive(Debug)]
pub(super) struct Held {
    /// Context, then what is held; all of it raw.
    text: Vec<u8>,
    context: usize,
    /// So much of the end of the context stands behind the last finding: there the scan goes on.
    since: usize,
    /// More than this is held only if it was looked at.
    most: usize,
    /// The context ends within a finding whose mask is written.
    swallow: Option<Swallow>,
    found: Vec<Found>,
    summary: Summary,
}

/// What became of a piece.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Taken<'t> {
    /// So many of its bytes are no longer the caller's concern.
    pub(super) bytes: usize,
    /// To be written as it is, behind what was appended to the output.
    pub(super) clean: &'t [u8],
}

impl Held {
    pub(super) fn new() -> Self {
        Held {
            text: Vec::new(),
            context: 0,
            since: 0,
            most: LONG,
            swallow: None,
            found: Vec::new(),
            summary: Summary::new(),
        }
    }

    pub(super) fn summary(&self) -> &Summary {
        &self.summary
    }

    #[cfg(test)]
    pub(super) fn memory(&self) -> usize {
        self.text.len()
    }

    fn is_idle(&self) -> bool {
        self.swallow.is_none() && self.text.len() == self.context
    }

    /// Takes a part of `piece`, at least one byte of it unless it is empty, and appends to `out`
    /// what is final.
    pub(super) fn take<'t>(
        &mut self,
        engine: &impl Engine,
        piece: &'t [u8],
        out: &mut Vec<u8>,
    ) -> Taken<'t> {
        let piece = piece.get(..PIECE).unwrap_or(piece);
        if self.swallow.is_some() {
            let swallowed = self.swallow(piece);
            if swallowed > 0 {
                return Taken::only(swallowed);
            }
        }
        if piece.len() < SMALL {
            return self.take_copied(engine, piece, out);
        }
        let line = memchr::memchr(b'\n', piece).map_or(piece.len(), |newline| newline + 1);
        if self.is_idle() && line < piece.len() {
            return self.take_lines(engine, piece, out);
        }
        // The rest of the line that is held: the lines behind it need no copy.
        self.take_copied(engine, piece.get(..line).unwrap_or(piece), out)
    }

    /// The end of the stream: everything is final.
    pub(super) fn finish(&mut self, engine: &impl Engine, out: &mut Vec<u8>) {
        self.find(engine);
        self.write_until(engine, self.text.len(), out);
        self.text.clear();
        (self.context, self.since) = (0, 0);
        self.swallow = None;
    }

    fn take_copied(
        &mut self,
        engine: &impl Engine,
        piece: &[u8],
        out: &mut Vec<u8>,
    ) -> Taken<'static> {
        self.text.extend_from_slice(piece);
        if memchr::memchr(b'\n', piece).is_some() || self.text.len() - self.context > self.most {
            self.settle(engine, out);
        }
        Taken::only(piece.len())
    }

    /// Takes whole lines where they stand. The first ones go with the context before them.
    fn take_lines<'t>(
        &mut self,
        engine: &impl Engine,
        piece: &'t [u8],
        out: &mut Vec<u8>,
    ) -> Taken<'t> {
        let first = line_end(piece, CONTEXT);
        self.take_copied(engine, piece.get(..first).unwrap_or(piece), out);
        let lines = memchr::memrchr(b'\n', piece).map_or(0, |newline| newline + 1);
        let Some(lines) = piece.get(..lines.max(first)) else {
            return Taken::only(first);
        };
        if !self.is_idle() {
            return Taken::only(first);
        }
        self.find_in(engine, lines, first);
        let end = match cut(lines, first, &self.found) {
            Cut::At(end) => end,
            Cut::Open(open) => open.start,
        };
        self.text.clear();
        self.text.extend_from_slice(last(lines, end));
        self.context = self.text.len();
        self.pass(first..end);
        let is_clean = self.found.first().is_none_or(|found| found.start >= end);
        if is_clean {
            let clean = lines.get(first..end).unwrap_or_default();
            return Taken { bytes: end, clean };
        }
        self.write(engine, lines, first..end, out);
        Taken::only(end)
    }

    /// Writes what is final of what is held.
    fn settle(&mut self, engine: &impl Engine, out: &mut Vec<u8>) {
        loop {
            self.find(engine);
            match cut(&self.text, self.context, &self.found) {
                Cut::At(end) => {
                    self.write_until(engine, end, out);
                    let held = self.text.len() - self.context;
                    self.most = if held > LONG { held + LONG } else { LONG };
                    return;
                }
                Cut::Open(open) => {
                    let swallow = Swallow::new(&self.text, &open);
                    self.write_until(engine, open.start, out);
                    self.enter(swallow, open.kind, out);
                }
            }
            if self.swallow.is_some() {
                return;
            }
        }
    }

    /// Writes the mask of a secret whose end is not known, and drops what is held of it.
    fn enter(&mut self, swallow: Swallow, kind: Kind, out: &mut Vec<u8>) {
        out.extend_from_slice(HIDDEN.as_bytes());
        self.summary.count(kind);
        self.swallow = Some(swallow);
        let held = self.text.split_off(self.context);
        let swallowed = self.swallow(&held);
        self.text
            .extend_from_slice(held.get(swallowed..).unwrap_or_default());
    }

    /// Drops what belongs to a secret whose mask is written; the number of its bytes.
    fn swallow(&mut self, piece: &[u8]) -> usize {
        let end = self.swallow.as_mut().and_then(|swallow| swallow.end(piece));
        let swallowed = end.map_or(piece.len(), |end| end.at);
        self.text.extend_from_slice(last(piece, swallowed));
        self.context = self.text.len();
        self.since = 0;
        self.forget();
        if let Some(end) = end {
            self.swallow = None;
            self.text.extend_from_slice(end.owed);
        }
        swallowed
    }

    fn find(&mut self, engine: &impl Engine) {
        let text = std::mem::take(&mut self.text);
        self.find_in(engine, &text, self.context);
        self.text = text;
    }

    /// Finds what stands in `text` at `from` or behind it; what stands before it is the context.
    fn find_in(&mut self, engine: &impl Engine, text: &[u8], from: usize) {
        self.found.clear();
        engine.find_from(text, from.saturating_sub(self.since), &mut self.found);
        self.found.retain(|found| found.end > from);
        if let Some(first) = self.found.first_mut() {
            first.start = first.start.max(from);
        }
    }

    /// A part of the text that was looked at is final.
    fn pass(&mut self, part: Range<usize>) {
        let last = self.found.iter().rev().find(|found| found.end <= part.end);
        let since = match last {
            Some(last) => part.end - last.end,
            None => self.since + part.len(),
        };
        self.since = since.min(self.context);
    }

    /// Writes what is held up to `end`, masked; it becomes context.
    fn write_until(&mut self, engine: &impl Engine, end: usize, out: &mut Vec<u8>) {
        let text = std::mem::take(&mut self.text);
        let part = self.context..end;
        self.write(engine, &text, part.clone(), out);
        self.text = text;
        self.context = end;
        self.forget();
        self.pass(part);
    }

    /// Drops what is no longer context.
    fn forget(&mut self) {
        let old = self.context.saturating_sub(CONTEXT);
        self.text.drain(..old);
        self.context -= old;
    }

    /// Writes a part of `text` with the masks of what was found in it.
    fn write(&mut self, engine: &impl Engine, text: &[u8], part: Range<usize>, out: &mut Vec<u8>) {
        let mut written = part.start;
        for found in self.found.iter().take_while(|found| found.end <= part.end) {
            out.extend_from_slice(text.get(written..found.start).unwrap_or_default());
            engine.append_mask(found, text, out);
            self.summary.count(found.kind);
            written = found.end;
        }
        out.extend_from_slice(text.get(written..part.end).unwrap_or_default());
    }
}

impl Taken<'_> {
    fn only(bytes: usize) -> Self {
        Taken { bytes, clean: &[] }
    }
}

/// The end of the first line of `text` that ends behind `least` bytes.
fn line_end(text: &[u8], least: usize) -> usize {
    let behind = text.get(least..).unwrap_or_default();
    memchr::memchr(b'\n', behind).map_or(text.len(), |newline| least + newline + 1)
}

/// What stays as context of `text`, of which all before `end` is written.
fn last(text: &[u8], end: usize) -> &[u8] {
    text.get(end.saturating_sub(CONTEXT)..end)
        .unwrap_or_default()
}
