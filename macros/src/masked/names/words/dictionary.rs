//! The words, to be looked up.

use super::LONGEST;
use super::letters::first_letters;
use super::lists::{LISTS, STRONG};

/// Up to sixteen letters, the first of them lowest.
pub(super) type Packed = u128;

/// The end or the beginning of a word.
#[derive(Clone, Copy)]
pub(super) struct Part {
    pub(super) packed: Packed,
    pub(super) length: usize,
}

pub(super) const fn part(letters: &[u8]) -> Part {
    Part {
        packed: packed(letters),
        length: letters.len(),
    }
}

impl Part {
    pub(super) fn begins(self, head: Packed) -> bool {
        first_letters(head, self.length) == self.packed
    }

    /// `tail` has its last letter highest.
    pub(super) fn ends(self, tail: Packed) -> bool {
        tail >> (8 * (LONGEST - self.length)) == self.packed
    }
}

/// Two of three are free, so that most words that are not there meet a free one at once.
const SLOTS: usize = 2048;

struct Dictionary {
    pub(super) words: [Packed; SLOTS],
    pub(super) flags: [u16; SLOTS],
}

static DICTIONARY: Dictionary = dictionary();

#[expect(clippy::large_stack_arrays, reason = "made when this is compiled")]
const fn dictionary() -> Dictionary {
    let mut made = Dictionary {
        words: [0; SLOTS],
        flags: [0; SLOTS],
    };
    let mut list = 0;
    while list < LISTS.len() {
        let (flag, words) = LISTS[list];
        let mut rest = words.as_bytes();
        while !rest.is_empty() {
            let word;
            (word, rest) = first_word(rest);
            assert!(word.len() <= LONGEST, "a word that is too long");
            if !word.is_empty() {
                let word = packed(word);
                let mut slot = hash(word);
                while made.words[slot] != 0 && made.words[slot] != word {
                    slot = (slot + 1) % SLOTS;
                }
                made.words[slot] = word;
                made.flags[slot] |= flag;
            }
        }
        list += 1;
    }
    made
}

/// What stands before the first space, and what stands behind it.
pub(super) const fn first_word(text: &[u8]) -> (&[u8], &[u8]) {
    let mut end = 0;
    while end < text.len() && text[end] != b' ' {
        end += 1;
    }
    let (word, rest) = text.split_at(end);
    match rest {
        [_, rest @ ..] => (word, rest),
        [] => (word, rest),
    }
}

pub(super) const fn packed(word: &[u8]) -> Packed {
    let mut packed = 0;
    let mut at = 0;
    while at < word.len() {
        packed |= (word[at] as Packed) << (8 * at);
        at += 1;
    }
    packed
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "a hash keeps what it needs"
)]
pub(super) const fn hash(word: Packed) -> usize {
    let folded = word as u64 ^ ((word >> 64) as u64).rotate_left(23);
    (folded.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 53) as usize % SLOTS
}

/// What is known of a word that is not empty.
#[inline]
pub(super) fn look_up(word: Packed) -> u16 {
    let mut slot = hash(word);
    loop {
        match (DICTIONARY.words.get(slot), DICTIONARY.flags.get(slot)) {
            (Some(&known), Some(&flags)) if known == word => return flags,
            (Some(0) | None, _) | (_, None) => return 0,
            _ => slot = (slot + 1) % SLOTS,
        }
    }
}

/// For the first letter of each strong word, with which letters such words end: so few that two
/// words together are seldom looked up.
pub(super) static STRONG_ENDS: [u32; 32] = strong_ends();

const fn strong_ends() -> [u32; 32] {
    let mut ends = [0; 32];
    let mut list = 0;
    while list < LISTS.len() {
        let (flag, words) = LISTS[list];
        let mut rest = words.as_bytes();
        while flag & STRONG != 0 && !rest.is_empty() {
            let word;
            (word, rest) = first_word(rest);
            if let [first, .., last] = *word {
                ends[(first & 31) as usize] |= 1 << (last & 31);
            }
        }
        list += 1;
    }
    ends
}
