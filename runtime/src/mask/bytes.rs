//! Bytes of a text, also where there are none.

#![expect(
    clippy::inline_always,
    reason = "a call costs as much as what is called"
)]

/// The byte at a place; nothing behind the end.
#[inline(always)]
pub(crate) fn byte(text: &[u8], at: usize) -> u8 {
    text.get(at).copied().unwrap_or(0)
}

/// The byte so many places before another; nothing before the beginning.
#[inline(always)]
pub(crate) fn byte_before(text: &[u8], at: usize, back: usize) -> u8 {
    at.checked_sub(back).map_or(0, |at| byte(text, at))
}

/// `N` bytes around a place, so many of them before it; zeros where the text does not reach.
#[inline(never)]
pub(crate) fn around<const N: usize>(text: &[u8], at: usize, before: usize) -> [u8; N] {
    let mut window = [0; N];
    let (from, skipped) = match at.checked_sub(before) {
        Some(from) => (from, 0),
        None => (0, before - at),
    };
    let rest = text.get(from..).unwrap_or_default();
    for (to, byte) in window.iter_mut().skip(skipped).zip(rest) {
        *to = *byte;
    }
    window
}

/// A letter, digit or `_`, or a byte of a character that is not ASCII.
#[inline]
pub(crate) fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_' || byte >= 0x80
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn beyond_both_ends_stands_nothing() {
        assert_eq!(around::<4>(b"abc", 1, 2), *b"\0abc");
        assert_eq!(around::<4>(b"abc", 2, 1), *b"bc\0\0");
        assert_eq!(around::<4>(b"", 0, 2), [0; 4]);
        assert_eq!((byte(b"abc", 3), byte_before(b"abc", 0, 1)), (0, 0));
    }
}
