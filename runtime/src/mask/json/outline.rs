//! The structure of a JSON text from masks of 64 bytes: which strings are read with their escapes,
//! which values their names make sensitive, and which bytes stand inside of strings.

use std::ops::Range;

use super::edit::{Edits, Put, Stopped};
use super::frame::{Role, is_sensitive};
use super::{strings, token};
use crate::mask::Kind;
use crate::mask::masker::Inner;
use crate::mask::scan::block::{self, BLOCK};

/// What is known of a text before it is scanned.
#[derive(Debug)]
pub(super) struct Outline {
    /// Values that are hidden, and strings with escapes, whether they are masked or not.
    pub(super) edits: Edits,
    /// A bit per byte: it stands in a string.
    inside: Vec<u64>,
}

impl Outline {
    /// Which bytes of the block at `start` stand in strings.
    #[inline(always)]
    pub(super) fn bits(&self, start: usize) -> u64 {
        self.inside.get(start / BLOCK).copied().unwrap_or(0)
    }

    /// Whether all of the bytes stand in strings (`Some(true)`), or none of them.
    pub(super) fn inside(&self, range: Range<usize>) -> Option<bool> {
        let (mut all, mut any) = (true, false);
        let mut at = range.start;
        while at < range.end {
            let end = range.end.min((at / BLOCK + 1) * BLOCK);
            let bits = u64::MAX >> (BLOCK - (end - at)) << (at % BLOCK);
            let inside = self.bits(at) & bits;
            all &= inside == bits;
            any |= inside != 0;
            at = end;
        }
        (all || !any).then_some(all)
    }
}

/// `None` where the walk has to decide: too deep, pairs of names and values, unusual names, or no
/// JSON.
pub(super) fn outline(inner: &Inner, text: &[u8]) -> Result<Option<Outline>, Stopped> {
    if !matches!(text.trim_ascii(), [b'{', .., b'}'] | [b'[', .., b']']) {
        return Ok(None);
    }
    let mut reader = Reader {
        inner,
        text,
        names: inner.rules.on.contains(Kind::Password),
        state: State::default(),
        done: 0,
        depth: 0,
        edits: Edits::new(inner.limits.findings),
    };
    let mut inside = Vec::with_capacity(text.len() / BLOCK + 1);
    let mut start = 0;
    while start < text.len() {
        let block = block::load(text, start);
        let bits = reader
            .state
            .next(start, &block::marks(&block), block::classes(&block).equal);
        inside.push(bits.inside);
        if !reader.block(start, &bits)? {
            return Ok(None);
        }
        start += BLOCK;
    }
    let whole = reader.depth == 0 && reader.state.in_string == 0;
    let edits = reader.edits;
    Ok(whole.then_some(Outline { edits, inside }))
}

/// What is carried from block to block.
#[derive(Default)]
struct State {
    /// All bits if the block begins within a string.
    in_string: u64,
    /// Whether its first byte is escaped.
    escaped: u64,
    /// The last quotes before it.
    quotes: [usize; 2],
}

/// A block of a JSON text.
struct Bits {
    /// Quotes that begin or end a string.
    quote: u64,
    /// What stands between them.
    inside: u64,
    backslash: u64,
    open: u64,
    close: u64,
    colon: u64,
    /// The last quotes before the block.
    before: [usize; 2],
}

impl State {
    #[inline(always)]
    fn next(&mut self, start: usize, marks: &block::Marks, equal: u64) -> Bits {
        let escaped = self.escaped(marks.backslash);
        let quote = marks.quote & !escaped;
        let within = prefix_xor(quote) ^ self.in_string;
        self.in_string = 0_u64.wrapping_sub(within >> 63);
        let bits = Bits {
            quote,
            inside: within & !quote,
            backslash: marks.backslash & within,
            open: marks.open & !within,
            close: marks.close & !within,
            colon: equal & !within,
            before: self.quotes,
        };
        if quote != 0 {
            let last = highest(quote);
            let rest = quote & !(1 << last);
            let first = if rest == 0 {
                self.quotes[1]
            } else {
                start + highest(rest)
            };
            self.quotes = [first, start + last];
        }
        bits
    }

    /// Which bytes a backslash stands before, that is none of such bytes itself.
    #[inline(always)]
    fn escaped(&mut self, backslash: u64) -> u64 {
        if backslash == 0 {
            return std::mem::take(&mut self.escaped);
        }
        let mut escaped = std::mem::take(&mut self.escaped);
        let mut left = backslash & !escaped;
        while left != 0 {
            let bit = left & left.wrapping_neg();
            escaped |= bit << 1;
            self.escaped = bit >> 63;
            left &= !(bit | bit << 1);
        }
        escaped
    }
}

/// Each bit is the sum of those up to it.
#[inline(always)]
fn prefix_xor(mut bits: u64) -> u64 {
    for step in [1, 2, 4, 8, 16, 32] {
        bits ^= bits << step;
    }
    bits
}

#[inline(always)]
fn highest(bits: u64) -> usize {
    63 - (bits.leading_zeros() as usize).min(63)
}

struct Reader<'a> {
    inner: &'a Inner,
    text: &'a [u8],
    /// Whether names make values sensitive.
    names: bool,
    state: State,
    /// The end of the last stretch that is decided over.
    done: usize,
    depth: usize,
    edits: Edits,
}

impl Reader<'_> {
    /// Whether the walk is not needed.
    #[inline(always)]
    fn block(&mut self, start: usize, bits: &Bits) -> Result<bool, Stopped> {
        let mut left = bits.backslash;
        if self.names {
            left |= bits.colon | self.lists(start, bits.open);
        }
        while left != 0 {
            let bit = left & left.wrapping_neg();
            left ^= bit;
            let at = start + highest(bit);
            if at < self.done {
                continue;
            }
            let fine = if bit & bits.colon != 0 {
                self.member(start, at, bits, bit)?
            } else if bit & bits.open != 0 {
                self.list(at)
            } else {
                self.escapes(start, bits, bit)?
            };
            if !fine {
                return Ok(false);
            }
        }
        let (open, close) = (bits.open.count_ones(), bits.close.count_ones());
        let most = self.depth + open as usize;
        let Some(depth) = most.checked_sub(close as usize) else {
            return Ok(false);
        };
        self.depth = depth;
        Ok(most <= self.inner.limits.depth)
    }

    /// Arrays that begin with a string directly behind the bracket, or with white space.
    #[inline(always)]
    fn lists(&self, start: usize, open: u64) -> u64 {
        let mut left = open;
        let mut lists = 0;
        while left != 0 {
            let bit = left & left.wrapping_neg();
            left ^= bit;
            if self.text.get(start + highest(bit)) == Some(&b'[') {
                lists |= bit;
            }
        }
        lists
    }

    /// `["password", "x"]` is a name and its value.
    fn list(&self, at: usize) -> bool {
        let first = token::space(self.text, at + 1);
        if self.text.get(first) != Some(&b'"') {
            return true;
        }
        token::string(self.text, first)
            .is_none_or(|text| !text.escaped && !self.is_sensitive(text.range))
    }

    /// A colon, and the name before it.
    #[inline(always)]
    fn member(&mut self, start: usize, at: usize, bits: &Bits, bit: u64) -> Result<bool, Stopped> {
        let [open, close] = quotes_below(start, bits, bit - 1);
        let gap = self.text.get(close + 1..at).unwrap_or_default();
        if !gap.iter().all(u8::is_ascii_whitespace) {
            return Ok(false);
        }
        let name = self.text.get(open + 1..close).unwrap_or_default();
        if Role::may_be_value(name) {
            return Ok(false);
        }
        if self.is_sensitive(open + 1..close) {
            return self.hide(at + 1);
        }
        Ok(true)
    }

    fn hide(&mut self, from: usize) -> Result<bool, Stopped> {
        let from = token::space(self.text, from);
        let Some(end) = token::skip(self.text, from) else {
            return Ok(false);
        };
        self.done = end;
        self.edits
            .push(from..end, Put::secret(self.text, from..end))?;
        Ok(true)
    }

    /// A string with a backslash.
    fn escapes(&mut self, start: usize, bits: &Bits, bit: u64) -> Result<bool, Stopped> {
        let [_, open] = quotes_below(start, bits, bit - 1);
        let Some(text) = token::string(self.text, open) else {
            return Ok(false);
        };
        let after = token::space(self.text, text.range.end + 1);
        if self.text.get(after) == Some(&b':') {
            return Ok(false);
        }
        let below = bit - 1;
        let open = self.depth + (bits.open & below).count_ones() as usize;
        let depth = open.saturating_sub((bits.close & below).count_ones() as usize);
        let left = self.inner.limits.depth.saturating_sub(depth);
        let before = self.text.get(..text.range.start).unwrap_or_default();
        let raw = self.text.get(text.range.clone()).unwrap_or_default();
        let put = strings::masked(self.inner, before, raw, left, true)?;
        self.done = text.range.end;
        match put {
            Some(masked) => self.edits.push(text.range, Put::Text(masked))?,
            None => self.edits.keep(text.range),
        }
        Ok(true)
    }

    /// Of a short word in lower case the ending is enough to say no.
    #[inline(always)]
    fn is_sensitive(&self, range: Range<usize>) -> bool {
        let names = &self.inner.rules.names;
        let name = self.text.get(range.clone()).unwrap_or_default();
        if name.len() <= 8
            && let Some(tail) = range
                .end
                .checked_sub(3)
                .and_then(|from| self.text.get(from..))
            && let Some(&tail) = tail.first_chunk()
            && !names.may_end(tail)
            && name.iter().all(u8::is_ascii_lowercase)
            && !matches!(name, [b'p', b'a', b's', b's', ..] | [b'a', b'p', b'i', ..])
        {
            return false;
        }
        is_sensitive(names, name)
    }
}

/// The last two quotes below a place of the block.
#[inline(always)]
fn quotes_below(start: usize, bits: &Bits, below: u64) -> [usize; 2] {
    let quote = bits.quote & below;
    if quote == 0 {
        return bits.before;
    }
    let last = highest(quote);
    let rest = quote & !(1 << last);
    let first = if rest == 0 {
        bits.before[1]
    } else {
        start + highest(rest)
    };
    [first, start + last]
}
