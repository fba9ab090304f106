//! Eight bytes of a key in one register: the first byte in the lowest bits.

const ONES: u64 = u64::MAX / 0xff;
const HIGH: u64 = ONES * 0x80;

/// The bytes of `bytes` (at most eight), the first one lowest, zero above them.
#[cfg_attr(not(debug_assertions), inline(always))]
pub(super) fn load(bytes: &[u8]) -> u64 {
    let shift = |by: usize| 8 * bytes.len().saturating_sub(by).min(7);
    if let Some(all) = bytes.first_chunk::<8>() {
        u64::from_le_bytes(*all)
    } else if let (Some(first), Some(last)) = (bytes.first_chunk::<4>(), bytes.last_chunk::<4>()) {
        u64::from(u32::from_le_bytes(*first)) | u64::from(u32::from_le_bytes(*last)) << shift(4)
    } else if let (Some(first), Some(last)) = (bytes.first_chunk::<2>(), bytes.last_chunk::<2>()) {
        u64::from(u16::from_le_bytes(*first)) | u64::from(u16::from_le_bytes(*last)) << shift(2)
    } else {
        bytes.first().copied().map_or(0, u64::from)
    }
}

/// The bytes behind the last whole eight of `bytes`, and how many those are.
#[cfg_attr(not(debug_assertions), inline(always))]
pub(super) fn tail(bytes: &[u8]) -> (u64, usize) {
    let count = bytes.len() % 8;
    let word = match bytes.last_chunk::<8>() {
        // One load whatever their number, where there is something before them.
        Some(last) => (u64::from_le_bytes(*last) >> 1) >> (63 - 8 * count),
        None => load(bytes),
    };
    (word, count)
}

/// Whether each of the `count` lowest bytes may stand in a hole as it is: an ASCII letter or
/// digit, one of `-`, `.`, `@`, `_`, or part of a character beyond ASCII.
#[cfg_attr(not(debug_assertions), inline(always))]
pub(super) fn all_plain(word: u64, count: usize) -> bool {
    // What lies above `count` is filled with `@`, which is plain.
    let filled = if count < 8 {
        word | (ONES * 0x40) << (8 * count)
    } else {
        word
    };
    let low = filled & !HIGH;
    // High bit of each byte: is it at least `bound`? The exclusive or of an even number of rising
    // bounds is set for those between the first and the second, the third and the fourth, ...
    let from = |bound: u8| low + ONES * u64::from(0x80 - bound);
    let plain = from(b'-')
        ^ from(b'/')
        ^ from(b'0')
        ^ from(b':')
        ^ from(b'@')
        ^ from(b'[')
        ^ from(b'_')
        ^ from(b'`')
        ^ from(b'a')
        ^ from(b'{');
    (plain | filled) & HIGH == HIGH
}

/// What stands for `byte` in a hole, and how many bytes that is: itself, or `%` and two digits.
#[cfg_attr(not(debug_assertions), inline(always))]
pub(super) fn escape(byte: u8) -> (u64, usize) {
    let [first, second, third, count] = ESCAPES.get(usize::from(byte)).copied().unwrap_or_default();
    (
        u64::from(u32::from_le_bytes([first, second, third, 0])),
        usize::from(count),
    )
}

/// For each byte what stands for it, and the number of its bytes.
static ESCAPES: [[u8; 4]; 256] = {
    const DIGITS: &[u8; 16] = b"0123456789ABCDEF";
    let mut all = [[0; 4]; 256];
    let mut byte = 0_u8;
    loop {
        all[byte as usize] = if is_plain(byte) {
            [byte, 0, 0, 1]
        } else {
            [
                b'%',
                DIGITS[byte as usize >> 4],
                DIGITS[byte as usize & 0xf],
                3,
            ]
        };
        if byte == u8::MAX {
            break all;
        }
        byte += 1;
    }
};

/// Whether `byte` may stand in a hole as it is.
const fn is_plain(byte: u8) -> bool {
    byte >= 0x80 || byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'@' | b'_')
}

/// Whether all eight bytes are ASCII.
pub(super) fn is_ascii(word: u64) -> bool {
    word & HIGH == 0
}

/// ASCII letters in lower case; `word` holds ASCII only.
pub(super) fn lower(word: u64) -> u64 {
    let from = |bound: u8| word + ONES * u64::from(0x80 - bound);
    let upper = (from(b'A') ^ from(b'[')) & HIGH;
    word | upper >> 2
}

/// The digits (0 to 9, not yet ASCII) of `n` below 100,000,000, most significant first, with
/// leading zeros.
#[cfg_attr(not(debug_assertions), inline(always))]
fn digits(n: u64) -> u64 {
    // First the four pairs, each in 16 bits, all at once: a pair is what is left of the quotient
    // by its power of 100 without a hundred times the quotient before. Three multiplications side
    // by side are sooner done than halving twice, where each waits for the one before.
    let (two, four, six) = (n / 1_000_000, n / 10_000, n / 100);
    let pairs = (n << 48)
        .wrapping_sub(two.wrapping_mul((100 << 16) - 1))
        .wrapping_sub(four.wrapping_mul((100 << 32) - (1 << 16)))
        .wrapping_sub(six.wrapping_mul((100 << 48) - (1 << 32)));
    // Then the two digits of each: its quotient by ten (103 / 1024, exact below 100) stays low, and
    // `q | (pair - 10 * q) << 8` is `(pair << 8) - q * ((10 << 8) - 1)`.
    let tens = ((pairs * 103) >> 10) & 0x000f_000f_000f_000f;
    (pairs << 8) - tens * ((10 << 8) - 1)
}

/// `n` below 100,000,000 as ASCII with all eight digits.
#[cfg_attr(not(debug_assertions), inline(always))]
pub(super) fn eight_digits(n: u64) -> u64 {
    digits(n) | (ONES * 0x30)
}

/// `n` below 100,000,000 as ASCII without leading zeros, and how many digits those are.
#[cfg_attr(not(debug_assertions), inline(always))]
pub(super) fn short_digits(n: u64) -> (u64, usize) {
    let digits = digits(n);
    // The bit keeps the last digit of 0.
    let zeros = (digits | 1 << 56).trailing_zeros() / 8;
    ((digits | (ONES * 0x30)) >> (8 * zeros), 8 - zeros as usize)
}

/// Four bytes, the lowest one first, as eight lower-case hexadecimal digits.
#[cfg_attr(not(debug_assertions), inline(always))]
pub(super) fn hex(bytes: u32) -> u64 {
    let bytes = u64::from(bytes);
    let pairs = (bytes | bytes << 16) & 0x0000_ffff_0000_ffff;
    let singles = (pairs | pairs << 8) & 0x00ff_00ff_00ff_00ff;
    let nibbles = (singles >> 4 & 0x000f_000f_000f_000f) | (singles & 0x000f_000f_000f_000f) << 8;
    // A nibble over nine is a letter: 0x27 further on than a digit.
    let letters = (nibbles + ONES * 6) >> 4 & ONES;
    nibbles + ONES * 0x30 + letters * 0x27
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(word: u64, count: usize) -> String {
        word.to_le_bytes()[..count]
            .iter()
            .map(|&byte| char::from(byte))
            .collect()
    }

    #[test]
    fn a_word_is_loaded_from_any_number_of_bytes() {
        for count in 0..=8 {
            assert_eq!(
                text(load(&b"abcdefgh"[..count]), count),
                "abcdefgh"[..count]
            );
            assert_eq!(
                load(&b"abcdefgh"[..count]).to_le_bytes()[count..],
                [0; 8][count..]
            );
        }
    }

    #[test]
    fn the_tail_is_what_whole_words_leave() {
        for length in 0..=16 {
            let (word, count) = tail(&b"abcdefghijklmnop"[..length]);
            assert_eq!(
                text(word, count),
                "abcdefghijklmnop"[length - length % 8..length]
            );
            assert_eq!(word.to_le_bytes()[count..], [0; 8][count..]);
        }
    }

    #[test]
    fn plain_is_told_for_each_byte_at_each_place() {
        for byte in 0..=u8::MAX {
            for place in 0..8 {
                let mut bytes = *b"aZ09_-.@";
                bytes[place] = byte;
                assert_eq!(
                    all_plain(u64::from_le_bytes(bytes), 8),
                    is_plain(byte),
                    "{byte:#x} at {place}"
                );
                assert_eq!(all_plain(load(&bytes[..=place]), place + 1), is_plain(byte));
                assert!(
                    all_plain(load(&bytes[..place]), place),
                    "what lies above does not count"
                );
            }
        }
    }

    #[test]
    fn digits_are_those_of_the_number() {
        let numbers = (0..200_000)
            .chain((0..100_000_000).step_by(9_973))
            .chain([99_999_999]);
        for n in numbers {
            let (word, count) = short_digits(n);
            assert_eq!(text(word, count), n.to_string());
            assert_eq!(
                word.checked_shr(8 * u32::try_from(count).unwrap())
                    .unwrap_or(0),
                0
            );
            if n % 1_013 == 0 {
                assert_eq!(text(eight_digits(n), 8), format!("{n:08}"));
            }
        }
    }

    #[test]
    fn hexadecimal_is_that_of_the_bytes_in_their_order() {
        for n in (0..=u32::MAX).step_by(65_521) {
            assert_eq!(text(hex(n.swap_bytes()), 8), format!("{n:08x}"));
        }
    }

    #[test]
    fn lower_case_touches_upper_case_letters_only() {
        for byte in 0..0x80 {
            let word = u64::from_le_bytes([byte; 8]);
            assert_eq!(lower(word).to_le_bytes(), [byte.to_ascii_lowercase(); 8]);
        }
    }
}
