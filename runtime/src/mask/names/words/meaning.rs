//! What the words of a name say of its value.

use super::cut::{Word, Words};
use super::dictionary::{Packed, packed};
use super::letters::Letters;
use super::lists::{
    ABOUT, ASKS, BEGINNINGS, ENDINGS, KEY, LAST, NEUTRAL, OPENS, OPENS_WITHIN, STRONG, TOKEN,
    TRAILS, WEAK,
};
use super::{LOOKED_AT, MOST_WORDS};

/// The words of a name, written one behind the other: the same for all ways to write them apart.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Together {
    pub(super) letters: [u8; LOOKED_AT],
    pub(super) length: usize,
    /// A bit per letter that begins a word.
    pub(super) starts: u64,
    pub(super) whole: bool,
}

impl Together {
    pub(crate) fn of(name: &[u8]) -> Together {
        Words::of_many(name).together()
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.length == 0
    }

    pub(crate) fn all(&self) -> &[u8] {
        self.letters.get(..self.length).unwrap_or_default()
    }

    pub(crate) fn last(&self) -> &[u8] {
        let start = self.starts.checked_ilog2().unwrap_or(0) as usize;
        self.all().get(start..).unwrap_or_default()
    }

    /// The same name, however its words are written apart.
    pub(crate) fn is(&self, other: &Together) -> bool {
        self.whole && other.whole && self.all() == other.all()
    }

    /// The other's words are the last ones of this name.
    pub(crate) fn ends_with(&self, other: &Together) -> bool {
        other.length > 0
            && self.all().ends_with(other.all())
            && self.starts >> (self.length - other.length) & 1 != 0
    }
}

impl<L: Letters> Words<L> {
    /// What a word is.
    #[inline]
    pub(super) fn flags(&self, word: Word) -> u16 {
        match self.look_up(word) {
            0 => self.of_other_word(word),
            flags => flags,
        }
    }

    /// A word that is not in the lists as it is. A number at the end counts for nothing:
    /// `password1`.
    #[inline]
    fn of_other_word(&self, word: Word) -> u16 {
        let end = word.start() + word.length();
        let digits = (self.digits << (64 - end)).leading_ones() as usize;
        if digits >= word.length() {
            return TRAILS;
        }
        let letters = word.without(digits);
        match if digits == 0 {
            0
        } else {
            self.look_up(letters)
        } {
            0 => self.of_long_word(letters),
            flags => flags,
        }
    }

    /// Words that are written together: `dbpassword`, `passwordhash`, `xapikey`.
    #[inline]
    fn of_long_word(&self, word: Word) -> u16 {
        let (head, tail) = (self.head(word), self.tail(word));
        if word.length() < 5 || !may_be_long(head, tail) {
            return 0;
        }
        self.of_ends(word, head, tail)
    }

    fn of_ends(&self, word: Word, head: Packed, tail: Packed) -> u16 {
        for (ending, flag) in ENDINGS {
            if ending.ends(tail) {
                let before = word.without(ending.length);
                let meaning = self.look_up(before);
                let found = match flag {
                    KEY => meaning & OPENS != 0 || opens_within(self.tail(before)),
                    TOKEN => before.length() > 1 && meaning & NEUTRAL == 0,
                    _ => meaning & ASKS == 0,
                };
                return if found { STRONG } else { 0 };
            }
        }
        let beginning = BEGINNINGS.iter().find(|beginning| beginning.begins(head));
        let behind = beginning.map(|beginning| word.behind(beginning.length));
        match behind {
            Some(behind) if self.look_up(behind) & ABOUT == 0 => STRONG,
            _ => 0,
        }
    }
}

/// What the words of a name are.
pub(super) struct Meaning<'a, L> {
    pub(super) name: &'a Words<L>,
    pub(super) words: [Word; MOST_WORDS],
    pub(super) flags: [u16; MOST_WORDS],
    pub(super) count: usize,
    /// All flags there are.
    pub(super) any: u16,
}

impl<L: Letters> Meaning<'_, L> {
    pub(super) fn has(&self, at: usize, flag: u16) -> bool {
        self.flags.get(at).is_some_and(|flags| flags & flag != 0)
    }

    pub(super) fn words(&self, from: usize, to: usize) -> &[Word] {
        self.words.get(from..to).unwrap_or_default()
    }

    #[inline]
    pub(super) fn is_sensitive(&self) -> bool {
        (0..self.count).any(|at| {
            self.end_of_secret_at(at)
                .is_some_and(|end| self.stands(at, end))
        })
    }

    pub(super) fn is_about_something(&self) -> bool {
        self.count > 0 && self.has(self.count - 1, ABOUT)
    }

    /// What follows and what the name begins with do not take it back.
    fn stands(&self, start: usize, end: usize) -> bool {
        let about = end < self.count && self.is_about_something();
        let asks = start > 0 && self.has(0, ASKS);
        !about && !asks
    }

    #[inline]
    fn end_of_secret_at(&self, at: usize) -> Option<usize> {
        for end in [at + 3, at + 2] {
            if end <= self.count && self.name.are_strong_together(self.words(at, end)) {
                return Some(end);
            }
        }
        if !self.has(at, STRONG | WEAK | TOKEN | LAST | KEY) {
            return None;
        }
        let neutral = at > 0 && self.has(at - 1, NEUTRAL);
        let found = if self.has(at, STRONG) {
            true
        } else if self.has(at, WEAK) {
            !neutral && !self.is_an_aim(at)
        } else if self.has(at, TOKEN | LAST) {
            !neutral && self.only_trails(at + 1)
        } else {
            self.is_opened(at) && self.only_trails(at + 1)
        };
        found.then_some(at + 1)
    }

    /// `keyVaultToStoreSecrets` says where to, not what.
    fn is_an_aim(&self, at: usize) -> bool {
        self.words(0, at)
            .iter()
            .any(|word| word.length() == 2 && self.name.head(*word) == const { packed(b"to") })
    }

    fn only_trails(&self, from: usize) -> bool {
        (from..self.count).all(|at| self.has(at, TRAILS))
    }

    /// One of the two words before, or both as one, say that the key opens something.
    fn is_opened(&self, at: usize) -> bool {
        let Some(one) = at.checked_sub(1) else {
            return false;
        };
        if self.has(one, OPENS) {
            return true;
        }
        let Some(two) = at.checked_sub(2) else {
            return false;
        };
        !self.has(one, NEUTRAL) && self.has(two, OPENS)
            || self.name.look_up_together(self.words(two, at)) & OPENS != 0
    }
}

fn opens_within(tail: Packed) -> bool {
    OPENS_WITHIN.iter().any(|end| end.ends(tail))
}

/// How the endings end, and how the beginnings begin.
#[inline]
fn may_be_long(head: Packed, tail: Packed) -> bool {
    let [first, second, ..] = head.to_le_bytes();
    let [.., before, last] = tail.to_le_bytes();
    matches!(
        [before, last],
        [b'r' | b'w' | b'i', b'd']
            | [b'r' | b'e', b't']
            | [b's' | b'd', b'e']
            | [b'l', b's']
            | [b'e', b'n' | b'y']
    ) || matches!([first, second], [b'p' | b'c', b'a'] | [b'a', b'p'])
}
