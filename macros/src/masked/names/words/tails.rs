//! With which letters sensitive names end: what most names are told by that are none.

use super::dictionary::{Part, first_word};
use super::lists::{ENDS, KEY, LAST, LISTS, OPENS, OPENS_WITHIN, STRONG, TOKEN, WEAK};

/// For the last letter of what stands before `key` in one word, with which letters before it such
/// words may be sensitive.
static KEY_BEFORE: [u32; 32] = key_before();

const fn key_before() -> [u32; 32] {
    let mut before = [0; 32];
    let mut list = 0;
    while list < LISTS.len() {
        let (flag, words) = LISTS[list];
        let mut rest = words.as_bytes();
        while flag & (STRONG | OPENS) != 0 && !rest.is_empty() {
            let word;
            (word, rest) = first_word(rest);
            match *word {
                [.., one, two, b'k', b'e', b'y'] => set_pair(&mut before, one, two),
                [.., one, two] if flag == OPENS => set_pair(&mut before, one, two),
                _ => {}
            }
        }
        list += 1;
    }
    let mut at = 0;
    while at < OPENS_WITHIN.len() {
        let [one, two] = last_two(OPENS_WITHIN[at]);
        set_pair(&mut before, one, two);
        at += 1;
    }
    before
}

const fn last_two(part: Part) -> [u8; 2] {
    let last = part.packed >> (8 * (part.length - 2));
    let [one, two, ..] = last.to_le_bytes();
    [one, two]
}

const fn set_pair(pairs: &mut [u32; 32], one: u8, two: u8) {
    pairs[(two & 31) as usize] |= 1 << (one & 31);
}

/// Whether a name may be sensitive that ends with `key` behind these two bytes. It must open
/// something: that is the word before, or the beginning of this word.
#[inline]
pub(crate) fn may_be_key([one, two]: [u8; 2], key: [u8; 3]) -> bool {
    let upper = |byte: u8| byte & 0x20 == 0;
    let one_word = two.is_ascii_alphabetic() && key.iter().all(|byte| upper(*byte) == upper(two));
    if !one_word {
        return is_joint(two) || two.is_ascii_alphanumeric() || two >= 0x80;
    }
    if one.is_ascii_alphabetic() {
        let pairs = KEY_BEFORE.get(usize::from(two & 31)).unwrap_or(&0);
        return pairs >> (one & 31) & 1 != 0;
    }
    is_joint(one) || one >= 0x80
}

/// What may stand between the words of a name in text.
const fn is_joint(byte: u8) -> bool {
    matches!(byte, b'_' | b'-' | b'.' | b' ')
}

/// For each three letters whether a sensitive name may end with them: a bit for each, of which the
/// number is made from five bits of each letter.
pub(crate) type Tails = [u64; 512];

/// The endings of the built-in words. Names that hold a sensitive word in their midst are not among
/// them: in text they are found by what their values look like.
pub(crate) static TAILS: Tails = tails();

pub(super) const fn tails() -> Tails {
    let mut tails = [0; 512];
    let mut list = 0;
    while list < LISTS.len() {
        let (flag, words) = LISTS[list];
        let mut rest = words.as_bytes();
        while flag & (STRONG | WEAK | TOKEN | KEY | LAST | ENDS) != 0 && !rest.is_empty() {
            let word;
            (word, rest) = first_word(rest);
            add_tail(&mut tails, word);
        }
        list += 1;
    }
    // `p:` at the beginning of a line, which may stand behind the name of a user.
    let mut before = 0;
    while before < 128 {
        set(&mut tails, tail([before, b'\n', b'p']));
        before += 1;
    }
    tails
}

/// The endings of a word, and of the word and a digit.
pub(crate) const fn add_tail(tails: &mut Tails, word: &[u8]) {
    let [.., one, two] = *word else { return };
    set(tails, tail([one, two, b'0']));
    if let [.., zero, _, _] = *word {
        set(tails, tail([zero, one, two]));
        return;
    }
    // A word of two letters stands behind anything.
    let mut before = 0;
    while before < 128 {
        set(tails, tail([before, one, two]));
        before += 1;
    }
}

const fn set(tails: &mut Tails, tail: usize) {
    tails[tail / 64] |= 1 << (tail % 64);
}

/// The number of a bit.
pub(crate) const fn tail(last: [u8; 3]) -> usize {
    let [one, two, three] = last;
    five_bits(one) << 10 | five_bits(two) << 5 | five_bits(three)
}

/// The case of a letter does not show in its five low bits. Digits and signs are all the same, and
/// no letter.
const fn five_bits(byte: u8) -> usize {
    if byte < 0x40 { 0 } else { (byte & 31) as usize }
}

/// For each three letters, how many letters the shortest sensitive word has that ends with them.
static SHORTEST: [u8; SHORTEST_ROOM] = shortest();
/// Half of all tails: two first letters share a place, and what is told of it is true of both.
const SHORTEST_ROOM: usize = 1 << 14;

const fn shortest() -> [u8; SHORTEST_ROOM] {
    let mut shortest = [u8::MAX; SHORTEST_ROOM];
    let mut list = 0;
    while list < LISTS.len() {
        let (flag, words) = LISTS[list];
        let mut rest = words.as_bytes();
        while flag & (STRONG | WEAK | TOKEN | KEY | LAST) != 0 && !rest.is_empty() {
            let word;
            (word, rest) = first_word(rest);
            if let [first @ .., one, two, three] = word {
                let mut length = 3;
                let mut first = first;
                while let [_, behind @ ..] = first {
                    first = behind;
                    length += 1;
                }
                let place = tail([*one, *two, *three]) % SHORTEST_ROOM;
                if length < shortest[place] {
                    shortest[place] = length;
                }
            }
        }
        list += 1;
    }
    shortest
}

/// How many letters a sensitive word has at least that ends with these three, whether it is written
/// as one word or as several of which the last has three letters or more; `u8::MAX` if there is
/// none.
#[inline]
pub(crate) fn shortest_with(last: [u8; 3]) -> u8 {
    let place = tail(last) % SHORTEST_ROOM;
    SHORTEST.get(place).copied().unwrap_or(0)
}
