//! A name, cut into words.

use super::dictionary::{Packed, STRONG_ENDS, look_up};
use super::letters::{Few, Letters, Many, Shapes, below_eight, first_letters};
use super::lists::{ABOUT, COOKIE, COOKIE_ENDINGS, COOKIE_LAST, LAST, STRONG, TOKEN, WEAK};
use super::meaning::{Meaning, Together};
use super::{LONGEST, LOOKED_AT, MOST_WORDS, ROOM};

/// A name cut into words: camelCase, kebab-case, `snake_case`, dotted, spaced and UPPER, in any
/// mixture.
pub(super) struct Words<L> {
    pub(super) letters: L,
    /// A bit per byte that begins a word.
    pub(super) begins: u64,
    /// Per byte that belongs to one.
    inside: u64,
    pub(super) digits: u64,
    pub(super) whole: bool,
}

impl Words<Few> {
    /// None for a longer name.
    #[inline]
    pub(super) fn of_few(name: &[u8]) -> Option<Self> {
        let mut shapes = Shapes::default();
        let letters = match (name.first_chunk(), name.len()) {
            (_, 17..) => return None,
            (None, _) => Packed::from(shapes.read(below_eight(name), 0)),
            (Some(first), length) => {
                let first = shapes.read(u64::from_le_bytes(*first), 0);
                let last = name
                    .last_chunk()
                    .map_or(0, |last| u64::from_le_bytes(*last));
                let last = if length == 8 {
                    0
                } else {
                    last >> (8 * (16 - length))
                };
                Packed::from(shapes.read(last, 8)) << 64 | Packed::from(first)
            }
        };
        Some(Words::cut(Few(letters), &shapes, true))
    }
}

impl Words<Many> {
    /// Of a long name the end decides.
    pub(super) fn of_many(name: &[u8]) -> Self {
        let name = name.trim_ascii();
        let cut = name.len().saturating_sub(LOOKED_AT);
        let name = name.get(cut..).unwrap_or_default();
        let mut letters = [0; ROOM];
        let mut shapes = Shapes::default();
        let (eights, rest) = name.as_chunks::<8>();
        let mut parts = letters.iter_mut();
        for (number, (eight, part)) in eights.iter().zip(parts.by_ref()).enumerate() {
            *part = shapes.read(u64::from_le_bytes(*eight), 8 * number);
        }
        if let (Some(part), [_, ..]) = (parts.next(), rest) {
            *part = shapes.read(below_eight(rest), 8 * eights.len());
        }
        Words::cut(Many(letters), &shapes, cut == 0)
    }
}

impl<L: Letters> Words<L> {
    /// Where there are more words than are kept, the first of them are forgotten.
    #[inline]
    pub(super) fn cut(letters: L, shapes: &Shapes, whole: bool) -> Self {
        let mut words = Words {
            letters,
            begins: shapes.begins(),
            inside: shapes.word,
            digits: shapes.digit,
            whole,
        };
        while words.count() > MOST_WORDS {
            words.begins &= words.begins - 1;
            words.whole = false;
        }
        words
    }

    #[inline]
    pub(super) fn count(&self) -> usize {
        self.begins.count_ones() as usize
    }

    #[inline]
    fn each(&self) -> impl Iterator<Item = Word> {
        let mut begins = self.begins;
        core::iter::from_fn(move || {
            let word = (begins != 0).then(|| self.first(begins));
            begins &= begins.wrapping_sub(1);
            word
        })
    }

    /// The first of the words that begin at these places.
    #[inline]
    pub(super) fn first(&self, begins: u64) -> Word {
        let start = begins.trailing_zeros();
        let later = begins & begins.wrapping_sub(1);
        let ends = (later | !self.inside) & u64::MAX.checked_shl(start).unwrap_or(0);
        Word::new(start, ends.trailing_zeros())
    }

    /// A word of at most sixteen letters; of a longer one, the first of them.
    #[inline]
    pub(super) fn head(&self, word: Word) -> Packed {
        first_letters(self.letters.window(word.start()), word.length())
    }

    /// The last sixteen letters of a word, the last of them highest, with zeros before them.
    #[inline]
    pub(super) fn tail(&self, word: Word) -> Packed {
        let window = |start| self.letters.window(start);
        match word.length() {
            0 => 0,
            length @ ..LONGEST => window(word.start()) << (8 * (LONGEST - length)),
            length => window(word.start() + length - LONGEST),
        }
    }

    /// What is known of a word.
    #[inline]
    pub(super) fn look_up(&self, word: Word) -> u16 {
        if matches!(word.length(), 1..=LONGEST) {
            look_up(self.head(word))
        } else {
            0
        }
    }

    /// What is known of some words, written together.
    pub(super) fn look_up_together(&self, words: &[Word]) -> u16 {
        let (mut packed, mut length) = (0, 0);
        for word in words {
            if length + word.length() > LONGEST {
                return 0;
            }
            packed |= self.head(*word) << (8 * length);
            length += word.length();
        }
        if length == 0 { 0 } else { look_up(packed) }
    }

    /// Whether some words are a strong one, written together.
    #[inline]
    pub(super) fn are_strong_together(&self, words: &[Word]) -> bool {
        let ([first, ..], [.., last]) = (words, words) else {
            return false;
        };
        let [first, ..] = self.letters.window(first.start()).to_le_bytes();
        let last = last.start() + last.length().saturating_sub(1);
        let [last, ..] = self.letters.window(last).to_le_bytes();
        let ends = STRONG_ENDS.get(usize::from(first & 31)).unwrap_or(&0);
        ends >> (last & 31) & 1 != 0 && self.look_up_together(words) & STRONG != 0
    }

    #[inline]
    pub(super) fn are_sensitive(&self) -> bool {
        // One word is the end and the beginning.
        if self.begins & self.begins.wrapping_sub(1) == 0 {
            let flags = self.begins != 0 && {
                self.flags(self.first(self.begins)) & (STRONG | WEAK | TOKEN | LAST) != 0
            };
            return flags;
        }
        self.means(Meaning::is_sensitive)
    }

    /// What the words are, for a question about it. It stays where it is written, because what is
    /// moved as soon as it is written has to be waited for.
    #[inline]
    fn means<'a>(&'a self, question: impl FnOnce(&Meaning<'a, L>) -> bool) -> bool {
        let mut meaning = Meaning {
            name: self,
            words: [Word::default(); MOST_WORDS],
            flags: [0; MOST_WORDS],
            count: self.count(),
            any: 0,
        };
        let places = meaning.words.iter_mut().zip(&mut meaning.flags);
        for ((to, flags), word) in places.zip(self.each()) {
            *to = word;
            *flags = self.flags(word);
            meaning.any |= *flags;
        }
        question(&meaning)
    }

    pub(super) fn are_sensitive_of_a_cookie(&self) -> bool {
        if self.begins & self.begins.wrapping_sub(1) == 0 {
            if self.begins == 0 {
                return false;
            }
            let flags = self.flags(self.first(self.begins));
            let sensitive = flags & (STRONG | WEAK | TOKEN | LAST) != 0;
            let cookie = flags & COOKIE != 0 || self.end_as_cookies_do();
            return sensitive || flags & ABOUT == 0 && cookie;
        }
        self.means(|meaning| {
            let ends = meaning.any & COOKIE != 0 || self.end_as_cookies_do();
            meaning.is_sensitive() || !meaning.is_about_something() && ends
        })
    }

    fn end_as_cookies_do(&self) -> bool {
        let (mut tail, mut length) = (0, 0);
        let mut begins = self.begins;
        while length < LONGEST
            && let Some(last) = begins.checked_ilog2()
        {
            let word = self.first(self.begins & u64::MAX << last);
            tail |= self.tail(word) >> (8 * length);
            length += word.length();
            begins ^= 1 << last;
        }
        let [.., last] = tail.to_le_bytes();
        COOKIE_LAST >> (last & 31) & 1 != 0 && COOKIE_ENDINGS.iter().any(|ending| ending.ends(tail))
    }

    pub(super) fn together(&self) -> Together {
        let mut together = Together {
            letters: [0; LOOKED_AT],
            length: 0,
            starts: 0,
            whole: self.whole,
        };
        for word in self.each() {
            together.starts |= 1 << together.length;
            for at in word.start()..word.start() + word.length() {
                let [letter, ..] = self.letters.window(at).to_le_bytes();
                if let Some(to) = together.letters.get_mut(together.length) {
                    *to = letter;
                }
                together.length += 1;
            }
        }
        together
    }
}

/// Where a word stands in its name.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Word {
    pub(super) start: u8,
    pub(super) length: u8,
}

impl Word {
    #[expect(clippy::cast_possible_truncation, reason = "places in 48 bytes")]
    #[inline]
    pub(super) fn new(start: u32, end: u32) -> Word {
        Word {
            start: start as u8,
            length: (end - start) as u8,
        }
    }

    #[inline]
    pub(super) fn start(self) -> usize {
        usize::from(self.start)
    }

    #[inline]
    pub(super) fn length(self) -> usize {
        usize::from(self.length)
    }

    /// Without its first letters.
    #[inline]
    pub(super) fn behind(self, first: usize) -> Word {
        let first = u8::try_from(first).unwrap_or(u8::MAX);
        Word {
            start: self.start.saturating_add(first),
            length: self.length.saturating_sub(first),
        }
    }

    /// Without its last letters.
    #[inline]
    pub(super) fn without(self, last: usize) -> Word {
        let last = u8::try_from(last).unwrap_or(u8::MAX);
        Word {
            start: self.start,
            length: self.length.saturating_sub(last),
        }
    }
}
