//! Sixty-four bytes as masks: a bit per byte and class. Every byte is classified on its own, so
//! that nothing waits for the byte before it.

mod portable;
#[cfg(target_arch = "x86_64")]
mod sse2;
#[cfg(test)]
mod tests;

#[cfg(not(target_arch = "x86_64"))]
pub(crate) use portable::{classes, figures, marks};
#[cfg(target_arch = "x86_64")]
pub(crate) use sse2::{classes, figures, marks};

/// How blocks become masks.
pub(crate) trait Blocks {
    fn classes(block: &[u8; BLOCK]) -> Classes;
    fn marks(block: &[u8; BLOCK]) -> Marks;
}

/// The way of this target.
pub(crate) struct Native;

impl Blocks for Native {
    #[inline(always)]
    fn classes(block: &[u8; BLOCK]) -> Classes {
        classes(block)
    }

    #[inline(always)]
    fn marks(block: &[u8; BLOCK]) -> Marks {
        marks(block)
    }
}

/// The way of every target, to be measured where it is not the usual one.
pub(crate) struct Portable;

impl Blocks for Portable {
    #[inline(always)]
    fn classes(block: &[u8; BLOCK]) -> Classes {
        portable::classes(block)
    }

    #[inline(always)]
    fn marks(block: &[u8; BLOCK]) -> Marks {
        portable::marks(block)
    }
}

/// Bytes in a block.
pub(crate) const BLOCK: usize = 64;

/// What the triggers of text are made of. Bit `i` stands for byte `i` of the block.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Classes {
    /// `0` to `9`.
    pub(crate) digit: u64,
    /// `A` to `Z`, `a` to `z`.
    pub(crate) letter: u64,
    /// `@`, `+` and `%`.
    pub(crate) sign: u64,
    /// `=` and `:`.
    pub(crate) equal: u64,
    /// `-`.
    pub(crate) dash: u64,
    /// `_`.
    pub(crate) under: u64,
    /// `0xEF`, with which the full-width forms begin.
    pub(crate) wide: u64,
    /// `w` and `W`.
    pub(crate) w: u64,
}

/// What else may be asked of a block: the structure of JSON, and what addresses are made of. Where
/// only some of them are used, the compiler leaves out the rest.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Marks {
    /// `"`.
    pub(crate) quote: u64,
    /// `\`.
    pub(crate) backslash: u64,
    /// `{` and `[`.
    pub(crate) open: u64,
    /// `}` and `]`.
    pub(crate) close: u64,
    /// `.`.
    pub(crate) dot: u64,
    /// `a` to `f`, `A` to `F`.
    pub(crate) hex_letter: u64,
    /// `a` to `z`.
    pub(crate) lower: u64,
}

/// What a stretch of digits is made of, for those who pass over one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Figures {
    /// `0` to `9`.
    pub(crate) digit: u64,
    /// `0`.
    pub(crate) zero: u64,
    /// `1`.
    pub(crate) one: u64,
    /// A space.
    pub(crate) space: u64,
    /// `-`.
    pub(crate) dash: u64,
    /// `.`.
    pub(crate) dot: u64,
    /// `/`.
    pub(crate) slash: u64,
}

/// The block that begins at `start`, filled up with zeros behind the end of the text: a zero is of
/// no class.
#[inline(always)]
pub(crate) fn load(text: &[u8], start: usize) -> [u8; BLOCK] {
    if let Some(block) = text.get(start..).and_then(<[u8]>::first_chunk) {
        return *block;
    }
    let mut block = [0; BLOCK];
    let rest = text.get(start..).unwrap_or_default();
    for (to, from) in block.iter_mut().zip(rest) {
        *to = *from;
    }
    block
}
