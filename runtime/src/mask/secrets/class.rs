//! Alphabets as bits, one load per byte.

/// Some of the bits of a byte's class; a byte belongs to an alphabet if they meet.
pub(super) type Alphabet = u8;

const DIGIT: u8 = 1;
const LOWER_A_F: u8 = 2;
const LOWER_G_Z: u8 = 4;
const UPPER_A_F: u8 = 8;
const UPPER_G_Z: u8 = 16;
const DASH: u8 = 32;
const BASE64: u8 = 64;
const DOT: u8 = 128;

pub(super) const HEX: Alphabet = DIGIT | LOWER_A_F;
pub(super) const HEX_ANY: Alphabet = HEX | UPPER_A_F;
pub(super) const LOWER: Alphabet = HEX | LOWER_G_Z;
pub(super) const UPPER: Alphabet = DIGIT | UPPER_A_F | UPPER_G_Z;
pub(super) const ALNUM: Alphabet = LOWER | UPPER;
/// With `_` and `-`: what a run is made of.
pub(super) const URL: Alphabet = ALNUM | DASH;
/// With `+`, `/` and `=`.
pub(super) const STD: Alphabet = ALNUM | BASE64;
pub(super) const WIDE: Alphabet = URL | BASE64;
pub(super) const DOTTED: Alphabet = URL | DOT;

const CLASSES: [u8; 256] = {
    let mut classes = [0; 256];
    let mut byte = 0;
    while byte < 256 {
        #[expect(clippy::cast_possible_truncation, reason = "the table has 256 places")]
        let at = byte as u8;
        classes[byte] = match at {
            b'0'..=b'9' => DIGIT,
            b'a'..=b'f' => LOWER_A_F,
            b'g'..=b'z' => LOWER_G_Z,
            b'A'..=b'F' => UPPER_A_F,
            b'G'..=b'Z' => UPPER_G_Z,
            b'_' | b'-' => DASH,
            b'+' | b'/' | b'=' => BASE64,
            b'.' => DOT,
            _ => 0,
        };
        byte += 1;
    }
    classes
};

#[inline]
pub(super) fn is(byte: u8, alphabet: Alphabet) -> bool {
    CLASSES
        .get(usize::from(byte))
        .is_some_and(|class| class & alphabet != 0)
}

/// Whether the byte at `at` belongs to the alphabet; none does behind the end.
#[inline]
pub(super) fn is_at(text: &[u8], at: usize, alphabet: Alphabet) -> bool {
    text.get(at).is_some_and(|&byte| is(byte, alphabet))
}

/// How many bytes of the alphabet stand at `at`, up to `most`.
#[inline]
pub(super) fn count(text: &[u8], at: usize, alphabet: Alphabet, most: usize) -> usize {
    let bytes = text.get(at..).unwrap_or_default();
    let bytes = bytes.get(..most).unwrap_or(bytes);
    bytes
        .iter()
        .position(|&byte| !is(byte, alphabet))
        .unwrap_or(bytes.len())
}

/// Whether exactly so many bytes of the alphabet stand at `at`, and no letter or digit behind them.
pub(super) fn is_exactly(text: &[u8], at: usize, alphabet: Alphabet, length: usize) -> bool {
    count(text, at, alphabet, length) == length && !is_at(text, at.saturating_add(length), ALNUM)
}
