//! The masked text, and what happens past a limit.

use std::ops::ControlFlow;

use super::block::{Blocks, Native, Portable};
use super::{scan, scan_by};
use crate::mask::finding::Found;
use crate::mask::masker::Inner;
use crate::mask::style::Pieces;

/// What stands for the rest of a text that was not looked at. The masker finds nothing in it.
pub(crate) const REST: &[u8] = CLOSED.as_bytes();
const CLOSED: &str = "[REST MASKED]";

/// How far behind the limit the text is read, so that what straddles the limit is seen whole: more
/// than the longest finding that has a bound.
const AHEAD: usize = 4096;

/// How far back the cut goes for the end of a word.
const WORD: usize = 256;

/// The masked text; `None` where it is the text itself.
pub(crate) fn mask(inner: &Inner, text: &[u8]) -> Option<Vec<u8>> {
    mask_by::<Native, _>(inner, text)
}

/// The same as text, which is put together from parts of text: nobody has to look once more
/// whether it is some.
pub(crate) fn mask_text(inner: &Inner, text: &str) -> Option<String> {
    mask_by::<Native, _>(inner, text)
}

/// The same as on a target of which nothing is known.
pub(crate) fn mask_portably(inner: &Inner, text: &[u8]) -> Option<Vec<u8>> {
    mask_by::<Portable, _>(inner, text)
}

fn mask_by<B: Blocks, O: Out>(inner: &Inner, text: &O::Of) -> Option<O> {
    let mut out = Output::<O>::new(inner, text);
    let seen = seen(inner, text.as_ref());
    let stopped = scan_by::<B>(inner.plan(), seen, 0, &mut |found| out.push(found));
    out.finish(stopped)
}

/// The findings of a text, up to the limits.
pub(crate) fn find(inner: &Inner, text: &[u8], each: &mut impl FnMut(Found)) {
    let limits = inner.limits();
    let mut left = limits.findings;
    // A break means that a limit was met: what is behind it is not told.
    let _ = scan(inner.plan(), seen(inner, text), 0, &mut |found| {
        if left == 0 || (text.len() > limits.bytes && found.end > limits.bytes) {
            return ControlFlow::Break(());
        }
        left -= 1;
        each(found);
        ControlFlow::Continue(())
    });
}

/// What of the text is read at all.
fn seen<'t>(inner: &Inner, text: &'t [u8]) -> &'t [u8] {
    let bytes = inner.limits().bytes;
    if text.len() <= bytes {
        return text;
    }
    text.get(..bytes.saturating_add(AHEAD)).unwrap_or(text)
}

/// What a masked text is written into.
trait Out: Default + AsRef<[u8]> {
    /// What it is made of.
    type Of: ?Sized + AsRef<[u8]>;

    fn reserve(&mut self, more: usize);
    /// A part of the text; nothing where there is none.
    fn copy(&mut self, text: &Self::Of, from: usize, to: usize);
    fn mask(&mut self, mask: &Pieces<'_>);
    fn add(&mut self, text: &str);
    /// Back to a length that it had.
    fn shorten(&mut self, length: usize);

    fn len(&self) -> usize {
        self.as_ref().len()
    }
}

impl Out for Vec<u8> {
    type Of = [u8];

    fn reserve(&mut self, more: usize) {
        Vec::reserve(self, more);
    }

    fn copy(&mut self, text: &[u8], from: usize, to: usize) {
        self.extend_from_slice(text.get(from..to).unwrap_or_default());
    }

    fn mask(&mut self, mask: &Pieces<'_>) {
        mask.append(self);
    }

    fn add(&mut self, text: &str) {
        self.extend_from_slice(text.as_bytes());
    }

    fn shorten(&mut self, length: usize) {
        self.truncate(length);
    }
}

impl Out for String {
    type Of = str;

    fn reserve(&mut self, more: usize) {
        String::reserve(self, more);
    }

    /// Findings are cut at the borders of characters. Were it otherwise, nothing is lost but the
    /// broken character.
    fn copy(&mut self, text: &str, from: usize, to: usize) {
        if let Some(part) = text.get(from..to) {
            self.push_str(part);
        } else {
            let part = text.as_bytes().get(from..to).unwrap_or_default();
            self.push_str(&String::from_utf8_lossy(part));
        }
    }

    fn mask(&mut self, mask: &Pieces<'_>) {
        // A text takes everything.
        let _ = mask.write(self);
    }

    fn add(&mut self, text: &str) {
        self.push_str(text);
    }

    fn shorten(&mut self, length: usize) {
        self.truncate(length);
    }
}

/// The text up to the last finding. It is made at the first one.
struct Output<'a, O: Out> {
    inner: &'a Inner,
    of: &'a O::Of,
    text: &'a [u8],
    out: O,
    /// What of the text stands in `out`.
    done: usize,
    findings: usize,
    /// The last state of `out` and `done` that leaves room for the placeholder.
    roomy: (usize, usize),
    /// Where the text is cut, if it is.
    cut: Option<usize>,
}

impl<'a, O: Out> Output<'a, O> {
    fn new(inner: &'a Inner, of: &'a O::Of) -> Self {
        Output {
            inner,
            of,
            text: of.as_ref(),
            out: O::default(),
            done: 0,
            findings: 0,
            roomy: (0, 0),
            cut: None,
        }
    }

    fn push(&mut self, found: Found) -> ControlFlow<()> {
        let limits = self.inner.limits();
        if self.findings == 0 {
            self.out.reserve(self.text.len().min(limits.bytes) + 64);
        }
        let mask = self.inner.pieces(&found, self.text);
        let grown = self.out.len() + found.start.saturating_sub(self.done) + mask.len();
        if self.findings == limits.findings || found.end > self.room() || grown > self.room() {
            self.cut = Some(found.start.min(self.room()));
            return ControlFlow::Break(());
        }
        self.findings += 1;
        self.copy(found.start);
        self.out.mask(&mask);
        self.done = found.end;
        if self.out.len() <= self.room_to_cut() {
            self.roomy = (self.out.len(), self.done);
        }
        ControlFlow::Continue(())
    }

    /// Bytes that the text, and what became of it, may have: all of the limit if nothing is cut,
    /// so that a text that was cut once is not cut again.
    fn room(&self) -> usize {
        if self.text.len() > self.inner.limits().bytes {
            self.room_to_cut()
        } else {
            self.inner.limits().bytes
        }
    }

    /// With a space and a placeholder behind it.
    fn room_to_cut(&self) -> usize {
        self.inner.limits().bytes.saturating_sub(REST.len() + 1)
    }

    fn copy(&mut self, to: usize) {
        self.out.copy(self.of, self.done, to);
        self.done = to;
    }

    fn finish(mut self, stopped: ControlFlow<()>) -> Option<O> {
        let rest = self.text.len() - self.done.min(self.text.len());
        if stopped.is_continue() && self.out.len() + rest > self.room() {
            let left = self.room().saturating_sub(self.out.len());
            self.cut = Some(self.done + left.min(rest));
        }
        let Some(cut) = self.cut else {
            if self.findings == 0 {
                return None;
            }
            self.copy(self.text.len());
            return Some(self.out);
        };
        if self.out.len() > self.room_to_cut() {
            self.out.shorten(self.roomy.0);
            return Some(self.closed());
        }
        let room = self.room_to_cut() - self.out.len();
        let cut = word_before(self.text, cut.min(self.done + room));
        let cut = cut.max(self.done);
        self.copy(cut);
        Some(self.closed())
    }

    /// With the placeholder, set off from what stands before it, or that would be read together
    /// with it.
    fn closed(mut self) -> O {
        let last = self.out.as_ref().last();
        if last.is_some_and(|last| !last.is_ascii_whitespace()) {
            self.out.add(" ");
        }
        self.out.add(CLOSED);
        self.out
    }
}

/// A cut behind a white space, so that no half of a word is left to be read as something else; on
/// the border of a character in any case.
fn word_before(text: &[u8], cut: usize) -> usize {
    let from = cut.saturating_sub(WORD);
    let near = text.get(from..cut).unwrap_or_default();
    if let Some(space) = near.iter().rposition(u8::is_ascii_whitespace) {
        return from + space + 1;
    }
    let inside = |at: usize| text.get(at).is_some_and(|byte| byte & 0xC0 == 0x80);
    let back = (0..4).find(|back| cut < *back || !inside(cut - back));
    cut.saturating_sub(back.unwrap_or(0))
}
