//! The structure of a JSON text, a block at a time: which values their names make sensitive, which
//! strings are read with their escapes, and which bytes stand inside of strings.

use std::ops::Range;

use super::bits::{Bits, State, highest, stretch};
use super::edit::{Edits, Put, Stopped};
use super::frame::{Role, is_sensitive};
use super::plain::is_plain;
use super::{strings, token};
use crate::mask::Kind;
use crate::mask::masker::Inner;
use crate::mask::names::Tails;
use crate::mask::scan::block::{BLOCK, Marks};

/// What is known of a text up to the end of the last block, and of the string that goes on there.
pub(super) struct Outline<'a> {
    inner: &'a Inner,
    text: &'a [u8],
    tails: &'a Tails,
    /// Whether names make values sensitive.
    names: bool,
    state: State,
    depth: usize,
    /// Values that are hidden, and strings with escapes, whether they are masked or not.
    pub(super) edits: Edits,
    /// The last stretch that is decided over.
    decided: Range<usize>,
    /// The end of the last string that went on behind its block.
    string: usize,
    /// A bit per byte: it stands in a string.
    inside: Vec<u64>,
}

/// What the next block is like.
pub(super) enum Next {
    Block {
        /// Stands in strings.
        inside: u64,
        /// Is decided over.
        decided: u64,
    },
    /// Too deep, pairs of names and values, unusual names, or no JSON: the walk has to decide.
    Walk,
}

impl<'a> Outline<'a> {
    pub(super) fn new(inner: &'a Inner, text: &'a [u8]) -> Self {
        Outline {
            inner,
            text,
            tails: inner.rules.names.tails(),
            names: inner.rules.on.contains(Kind::Password),
            state: State::default(),
            depth: 0,
            edits: Edits::new(inner.limits.findings),
            decided: 0..0,
            string: 0,
            inside: Vec::with_capacity(text.len() / BLOCK + 1),
        }
    }

    /// The block at `start`; `equal` are its `:` and `=`.
    ///
    /// # Errors
    ///
    /// More findings than are allowed.
    #[inline(always)]
    pub(super) fn next(
        &mut self,
        start: usize,
        marks: &Marks,
        equal: u64,
    ) -> Result<Next, Stopped> {
        let bits = self.state.next(start, marks, equal);
        self.inside.push(bits.inside);
        let depth = self.depth;
        if !self.depths(&bits) || self.names && !self.lists(start, bits.open) {
            return Ok(Next::Walk);
        }
        let mut decided = 0;
        if self.decided.end > start {
            decided = stretch(start, self.decided.start, self.decided.end);
        }
        let mut left = bits.backslash;
        if self.names {
            left |= bits.colon ^ self.nothing_secret(start, &bits);
        }
        while left != 0 {
            let bit = left & left.wrapping_neg();
            left ^= bit;
            let at = start + highest(bit);
            if at < self.decided.end {
                continue;
            }
            let [first, last] = bits.quotes_below(start, bit - 1);
            let fine = if bit & bits.colon != 0 {
                self.member(first + 1..last, at)?
            } else {
                self.escapes(last, bits.depth_below(depth, bit - 1))?
            };
            if !fine {
                return Ok(Next::Walk);
            }
            decided |= stretch(start, self.decided.start, self.decided.end);
        }
        if let Some(open) = self.state.unclosed()
            && self.string.max(self.decided.end) < start + BLOCK
        {
            if !self.goes_on(open)? {
                return Ok(Next::Walk);
            }
            decided |= stretch(start, self.decided.start, self.decided.end);
        }
        let inside = bits.inside;
        Ok(Next::Block { inside, decided })
    }

    /// Whether the text was whole: to be asked at its end.
    pub(super) fn is_whole(&self) -> bool {
        self.depth == 0 && self.state.unclosed().is_none()
    }

    /// Whether all of the bytes stand in strings (`Some(true)`), or none of them; nothing where
    /// that is not known.
    pub(super) fn inside(&self, range: Range<usize>) -> Option<bool> {
        let found = self.text.get(range.clone())?;
        if memchr::memchr(b'"', found).is_some() {
            return None;
        }
        match self.inside.get(range.start / BLOCK) {
            Some(bits) => Some(bits >> (range.start % BLOCK) & 1 == 1),
            None => (range.end <= self.string).then_some(true),
        }
    }

    /// Whether the walk is not needed for what is too deep, or closed too often.
    #[inline(always)]
    fn depths(&mut self, bits: &Bits) -> bool {
        if bits.open | bits.close | bits.stray == 0 {
            return true;
        }
        let (open, close) = (bits.open.count_ones(), bits.close.count_ones());
        let most = self.depth + open as usize;
        let Some(depth) = most.checked_sub(close as usize) else {
            return false;
        };
        self.depth = depth;
        bits.stray == 0 && most <= self.inner.limits.depth
    }

    /// Whether no array of the block is a name and its value: `["password", "x"]`.
    #[inline(always)]
    fn lists(&self, start: usize, mut open: u64) -> bool {
        while open != 0 {
            let at = start + highest(open & open.wrapping_neg());
            open &= open - 1;
            if self.text.get(at) == Some(&b'[') && self.names_a_secret(at) {
                return false;
            }
        }
        true
    }

    fn names_a_secret(&self, at: usize) -> bool {
        let first = token::space(self.text, at + 1);
        self.text.get(first) == Some(&b'"')
            && token::string(self.text, first)
                .is_some_and(|text| text.escaped || self.is_sensitive(text.range))
    }

    /// Colons behind names that are told at a glance to be nothing secret.
    #[inline(always)]
    fn nothing_secret(&self, start: usize, bits: &Bits) -> u64 {
        let mut left = bits.plain;
        let mut told = 0;
        while left != 0 {
            let bit = left & left.wrapping_neg();
            left ^= bit;
            let name = bits.plain_name(start, bit);
            let name = self.text.get(name).unwrap_or_default();
            told |= bit & 0_u64.wrapping_sub(u64::from(is_plain(self.tails, name)));
        }
        told
    }

    /// A colon, and the name before it.
    #[inline(never)]
    fn member(&mut self, name: Range<usize>, colon: usize) -> Result<bool, Stopped> {
        let gap = self.text.get(name.end + 1..colon).unwrap_or_default();
        if !gap.iter().all(u8::is_ascii_whitespace) {
            return Ok(false);
        }
        if Role::is_value(self.text.get(name.clone()).unwrap_or_default()) {
            return Ok(false);
        }
        if self.is_sensitive(name) {
            return self.hide(colon + 1);
        }
        Ok(true)
    }

    fn is_sensitive(&self, range: Range<usize>) -> bool {
        let name = self.text.get(range).unwrap_or_default();
        is_sensitive(&self.inner.rules.names, name)
    }

    fn hide(&mut self, from: usize) -> Result<bool, Stopped> {
        let from = token::space(self.text, from);
        let Some(end) = token::skip(self.text, from) else {
            return Ok(false);
        };
        self.decided = from..end;
        self.edits
            .push(from..end, Put::secret(self.text, from..end))?;
        Ok(true)
    }

    /// A string that goes on behind its block: findings in it may come before the first escape.
    #[inline(never)]
    fn goes_on(&mut self, open: usize) -> Result<bool, Stopped> {
        let Some(text) = token::string(self.text, open) else {
            return Ok(false);
        };
        self.string = text.range.end;
        if text.escaped {
            return self.escapes(open, self.depth);
        }
        Ok(true)
    }

    /// A string with a backslash, so many objects and arrays deep.
    #[inline(never)]
    fn escapes(&mut self, open: usize, depth: usize) -> Result<bool, Stopped> {
        let Some(text) = token::string(self.text, open) else {
            return Ok(false);
        };
        let after = token::space(self.text, text.range.end + 1);
        if self.text.get(after) == Some(&b':') {
            return Ok(false);
        }
        let left = self.inner.limits.depth.saturating_sub(depth);
        let before = self.text.get(..text.range.start).unwrap_or_default();
        let raw = self.text.get(text.range.clone()).unwrap_or_default();
        let put = strings::masked(self.inner, before, raw, left, true)?;
        self.decided = text.range.clone();
        match put {
            Some(masked) => self.edits.push(text.range, Put::Text(masked))?,
            None => self.edits.keep(text.range),
        }
        Ok(true)
    }
}
