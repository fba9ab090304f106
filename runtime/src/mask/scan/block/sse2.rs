//! The masks by SSE2, which every `x86_64` has, behind the safe functions of `safe_arch`.

use safe_arch::{
    add_i8_m128i, bitor_m128i, cmp_eq_mask_i8_m128i, cmp_lt_mask_i8_m128i, load_unaligned_m128i,
    m128i, move_mask_i8_m128i, set_splat_i8_m128i,
};

use super::{BLOCK, Classes, Figures, Marks};

/// A block in four registers.
type Four = [m128i; 4];

#[inline(always)]
pub(crate) fn classes(block: &[u8; BLOCK]) -> Classes {
    let raw = four(block);
    let folded = folded(raw);
    Classes {
        digit: mask(raw, |x| within(x, b'0', 10)),
        letter: mask(folded, |x| within(x, b'a', 26)),
        sign: mask(raw, |x| {
            bitor_m128i(bitor_m128i(is(x, b'@'), is(x, b'+')), is(x, b'%'))
        }),
        equal: mask(raw, |x| bitor_m128i(is(x, b'='), is(x, b':'))),
        dash: mask(raw, |x| is(x, b'-')),
        under: mask(raw, |x| is(x, b'_')),
        wide: mask(raw, |x| is(x, 0xEF)),
        w: mask(folded, |x| is(x, b'w')),
    }
}

#[inline(always)]
pub(crate) fn marks(block: &[u8; BLOCK]) -> Marks {
    let raw = four(block);
    let folded = folded(raw);
    Marks {
        quote: mask(raw, |x| is(x, b'"')),
        backslash: mask(raw, |x| is(x, b'\\')),
        open: mask(folded, |x| is(x, b'{')),
        close: mask(folded, |x| is(x, b'}')),
        dot: mask(raw, |x| is(x, b'.')),
        hex_letter: mask(folded, |x| within(x, b'a', 6)),
        lower: mask(raw, |x| within(x, b'a', 26)),
    }
}

#[inline(always)]
pub(crate) fn figures(block: &[u8; BLOCK]) -> Figures {
    let raw = four(block);
    Figures {
        digit: mask(raw, |x| within(x, b'0', 10)),
        zero: mask(raw, |x| is(x, b'0')),
        one: mask(raw, |x| is(x, b'1')),
        space: mask(raw, |x| is(x, b' ')),
        dash: mask(raw, |x| is(x, b'-')),
        dot: mask(raw, |x| is(x, b'.')),
        slash: mask(raw, |x| is(x, b'/')),
    }
}

#[inline(always)]
fn four(block: &[u8; BLOCK]) -> Four {
    // Sixty-four bytes are four times sixteen: the zeros are never used.
    let (parts, _) = block.as_chunks::<16>();
    let part = |n: usize| load_unaligned_m128i(parts.get(n).unwrap_or(&[0; 16]));
    [part(0), part(1), part(2), part(3)]
}

/// Letters in lower case; `[` becomes `{` and `]` becomes `}`.
#[inline(always)]
fn folded(four: Four) -> Four {
    four.map(|x| bitor_m128i(x, splat(0x20)))
}

#[inline(always)]
fn mask(four: Four, class: impl Fn(m128i) -> m128i) -> u64 {
    let [a, b, c, d] = four.map(|x| u64::from(move_mask_i8_m128i(class(x)).cast_unsigned()));
    a | b << 16 | c << 32 | d << 48
}

#[inline(always)]
fn is(x: m128i, byte: u8) -> m128i {
    cmp_eq_mask_i8_m128i(x, splat(byte))
}

/// `from..from + count`, moved to the lower end of the signed numbers for the one comparison that
/// SSE2 has.
#[inline(always)]
fn within(x: m128i, from: u8, count: u8) -> m128i {
    let lowest = 0x80_u8;
    let moved = add_i8_m128i(x, splat(lowest.wrapping_sub(from)));
    cmp_lt_mask_i8_m128i(moved, splat(lowest.wrapping_add(count)))
}

#[inline(always)]
fn splat(byte: u8) -> m128i {
    set_splat_i8_m128i(byte.cast_signed())
}
