//! Looks a run up in the table of the providers' tokens.

use super::class::{self, ALNUM, is_at};
use super::shapes::{Part, SHAPES, Shape};

/// The end of the token that begins at `start`.
pub(super) fn end(text: &[u8], start: usize) -> Option<usize> {
    let rest = text.get(start..)?;
    let &[first, second, third] = rest.first_chunk()?;
    if !may_start([first, second, third]) {
        return None;
    }
    let range = place(first)..place(first.saturating_add(1));
    let shapes = HEADS.get(range.clone())?.iter().zip(SHAPES.get(range)?);
    // Many begin with the same letter: two bytes tell most of them apart.
    let mut alike =
        shapes.filter(|(head, _)| head[0] == second && (head[1] == third || head[1] == 0));
    let found = alike.find_map(|(_, shape)| length(rest, shape))?;
    Some(start + found)
}

/// The bytes of a token of this shape at the start of `text`.
fn length(text: &[u8], shape: &Shape) -> Option<usize> {
    if !text.starts_with(shape.prefix.as_bytes()) {
        return None;
    }
    let mut at = shape.prefix.len();
    for part in shape.body {
        match *part {
            Part::Byte(byte) => {
                if text.get(at) != Some(&byte) {
                    return None;
                }
                at += 1;
            }
            Part::Run(alphabet, least, most) => {
                let count = class::count(text, at, alphabet, most);
                // The dot that ends the sentence is no part of it.
                let bytes = text.get(at..at + count).unwrap_or_default();
                let dots = bytes.iter().rev().take_while(|&&byte| byte == b'.').count();
                let count = count - dots;
                if count < least {
                    return None;
                }
                at += count;
            }
        }
    }
    (!is_at(text, at, ALNUM)).then_some(at)
}

/// Where the shapes begin whose first byte is `byte` or a later one.
fn place(byte: u8) -> usize {
    PLACES
        .get(usize::from(byte))
        .map_or(SHAPES.len(), |&place| usize::from(place))
}

const PLACES: [u8; 128] = {
    assert!(SHAPES.len() < 256);
    let mut places = [0; 128];
    let mut byte = 0;
    let mut shape = 0;
    while byte < 128 {
        while shape < SHAPES.len() && (SHAPES[shape].prefix.as_bytes()[0] as usize) < byte {
            shape += 1;
            // In the order of first bytes, or the lookup would miss some.
            assert!(
                shape == SHAPES.len()
                    || SHAPES[shape].prefix.as_bytes()[0] >= SHAPES[shape - 1].prefix.as_bytes()[0]
            );
        }
        #[expect(clippy::cast_possible_truncation, reason = "there are fewer than 256")]
        let place = shape as u8;
        places[byte] = place;
        byte += 1;
    }
    places
};

/// The second and the third byte of each prefix; the third is zero where there is none.
const HEADS: [[u8; 2]; SHAPES.len()] = {
    let mut heads = [[0; 2]; SHAPES.len()];
    let mut shape = 0;
    while shape < SHAPES.len() {
        let prefix = SHAPES[shape].prefix.as_bytes();
        heads[shape] = [prefix[1], if prefix.len() > 2 { prefix[2] } else { 0 }];
        shape += 1;
    }
    heads
};

/// One bit for each hash of three bytes that a token can begin with.
const STARTS: [u64; 128] = {
    let mut bits = [0; 128];
    let mut shape = 0;
    while shape < SHAPES.len() {
        let prefix = SHAPES[shape].prefix.as_bytes();
        if prefix.len() >= 3 {
            let hash = hash([prefix[0], prefix[1], prefix[2]]);
            bits[hash / 64] |= 1 << (hash % 64);
        } else {
            // The third is one of a body in lower-case hexadecimal.
            let digits = *b"0123456789abcdef";
            let mut digit = 0;
            while digit < digits.len() {
                let hash = hash([prefix[0], prefix[1], digits[digit]]);
                bits[hash / 64] |= 1 << (hash % 64);
                digit += 1;
            }
        }
        shape += 1;
    }
    bits
};

const fn hash(bytes: [u8; 3]) -> usize {
    let word = u32::from_le_bytes([bytes[0], bytes[1], bytes[2], 0]);
    (word.wrapping_mul(0x9e37_79b1) >> 19) as usize
}

/// Whether a token may begin with these bytes; most that do not are refused.
#[inline]
pub(super) fn may_start(bytes: [u8; 3]) -> bool {
    let hash = hash(bytes);
    STARTS
        .get(hash / 64)
        .is_some_and(|bits| bits >> (hash % 64) & 1 != 0)
}
