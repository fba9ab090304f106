//! The key while it is written.

use std::fmt;
use std::hash::{Hash, Hasher};

use quick_cache::Equivalent;

use super::{Key, fold, words};

/// Words that live in the buffer itself; what is longer moves to the heap.
const INLINE: usize = 16;

/// A key while it is written: what [`CacheKey::write_key`](super::CacheKey::write_key) writes into.
///
/// Up to 120 bytes it lives on the stack and nothing is allocated. It takes text of any length;
/// what is over 400 bytes in the end is shortened by a hash (see [`finish`](Self::finish)).
///
/// # Implementing `CacheKey` by hand
///
/// The derive does it for structs and enums of your own. For a type of another crate, wrap it and
/// write what tells two values apart:
///
/// ```
/// use gambeson::cache::{CacheKey, KeyBuf};
///
/// struct Version { major: u32, minor: u32, label: String }
///
/// impl CacheKey for Version {
///     fn write_key(&self, key: &mut KeyBuf) {
///         key.literal("(");
///         self.major.write_key(key);
///         key.literal(",");
///         self.minor.write_key(key);
///         key.literal(",");
///         key.text(&self.label);
///         key.literal(")");
///     }
/// }
///
/// let mut key = KeyBuf::new();
/// key.literal("docs:");
/// Version { major: 1, minor: 88, label: "a/b".into() }.write_key(&mut key);
/// assert_eq!(key.finish().to_string(), "docs:(1,88,a%2Fb)");
/// ```
///
/// Three rules keep two values from giving one key: put what comes from a value through
/// [`text`](Self::text), [`display`](Self::display), the number methods or another `CacheKey`, never through
/// [`literal`](Self::literal); put a separator that values always escape (`,` or `:`) between
/// two of them; and do not write a lone `~`, which is `None`.
pub struct KeyBuf {
    /// The words before the one that `len` points into are full, that one equals `pending`, and
    /// those behind it are zero. Each holds its first byte lowest in memory.
    words: [u64; INLINE],
    /// The last, partly filled word. Kept here because reading it back from `words` would make
    /// each write wait for the one before.
    pending: u64,
    /// In bytes.
    len: usize,
    /// All the words, once there are too many for `words`.
    spilled: Option<Box<Spilled>>,
}

struct Spilled(Vec<u64>);

impl KeyBuf {
    /// An empty key.
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub const fn new() -> Self {
        Self {
            words: [0; INLINE],
            pending: 0,
            len: 0,
            spilled: None,
        }
    }

    /// How many bytes are written.
    #[cfg_attr(not(debug_assertions), inline)]
    pub const fn len(&self) -> usize {
        self.len
    }

    /// Whether nothing is written.
    #[cfg_attr(not(debug_assertions), inline)]
    pub const fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// Writes `text` as it is: the part of a template between its holes, never a value.
    ///
    /// ```
    /// let mut key = gambeson::cache::KeyBuf::new();
    /// key.literal("user:");
    /// key.unsigned(42);
    /// assert_eq!(key.finish().to_string(), "user:42");
    /// ```
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub fn literal(&mut self, text: &str) {
        let (words, _) = text.as_bytes().as_chunks::<8>();
        for word in words {
            self.push(u64::from_le_bytes(*word), 8);
        }
        let (word, count) = words::tail(text.as_bytes());
        self.push(word, count);
    }

    /// The key to keep. Over 400 bytes it is shortened: the first 64 bytes (fewer where that would
    /// cut a character), `%~`, and the SHA-256 of the whole as 64 hexadecimal digits.
    pub fn finish(mut self) -> Key {
        self.settle();
        Key::from_words(self.words(), self.len)
    }

    /// Shortens the key in place as [`finish`](Self::finish) does, so that it can be looked up.
    #[doc(hidden)]
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub fn settle(&mut self) {
        if self.len > fold::LONGEST {
            fold::shorten(self);
        }
    }

    /// Appends a part that has been rendered before.
    #[doc(hidden)]
    pub fn append(&mut self, part: &Key) {
        self.words_of(part);
    }

    /// Appends a key as it is.
    pub(super) fn words_of(&mut self, key: &Key) {
        let mut left = key.len();
        for &word in key.words() {
            self.push(u64::from_le(word), left.min(8));
            left = left.saturating_sub(8);
        }
    }

    /// What is written so far.
    pub fn as_bytes(&self) -> &[u8] {
        let bytes: &[u8] = bytemuck::cast_slice(self.words());
        bytes.get(..self.len).unwrap_or(bytes)
    }

    /// The words in use; what lies above `len` in the last one is zero.
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub(super) fn words(&self) -> &[u64] {
        let all = match &self.spilled {
            None => &self.words[..],
            Some(spilled) => &spilled.0[..],
        };
        all.get(..self.len.div_ceil(8)).unwrap_or(all)
    }

    /// Appends the `count` (at most eight) lowest bytes of `word`; those above are zero.
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub(super) fn push(&mut self, word: u64, count: usize) {
        let at = self.len / 8;
        let bits = self.len % 8 * 8;
        let low = self.pending | word << bits;
        let high = (word >> 1) >> (63 - bits);
        // Always two stores of whole words: no branch, and nothing to do at the end.
        match self.words.get_mut(at..at + 2) {
            Some([first, second]) => {
                *first = low.to_le();
                *second = high.to_le();
            }
            _ => self.spill(at, low, high),
        }
        self.pending = if bits + 8 * count >= 64 { high } else { low };
        self.len += count;
    }

    #[cold]
    #[inline(never)]
    fn spill(&mut self, at: usize, low: u64, high: u64) {
        let words = &mut self
            .spilled
            .get_or_insert_with(|| {
                let mut all = Vec::with_capacity(4 * INLINE);
                all.extend_from_slice(&self.words);
                Box::new(Spilled(all))
            })
            .0;
        words.truncate(at);
        words.extend([low.to_le(), high.to_le()]);
    }
}

impl Default for KeyBuf {
    fn default() -> Self {
        Self::new()
    }
}

impl fmt::Debug for KeyBuf {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&String::from_utf8_lossy(self.as_bytes()), f)
    }
}

/// The same as that of the [`Key`] it becomes.
impl Hash for KeyBuf {
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn hash<H: Hasher>(&self, state: &mut H) {
        hash_words(self.words(), self.len, state);
    }
}

impl Equivalent<Key> for KeyBuf {
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn equivalent(&self, key: &Key) -> bool {
        self.len == key.len() && same_words(self.words(), key.words())
    }
}

/// Feeds the words, two at a time, then the length in bytes: foldhash mixes 128 bits in one step.
#[cfg_attr(not(debug_assertions), inline(always))]
pub(super) fn hash_words<H: Hasher>(words: &[u64], len: usize, state: &mut H) {
    let (pairs, last) = words.as_chunks::<2>();
    for &[low, high] in pairs {
        state.write_u128(u128::from(low) | u128::from(high) << 64);
    }
    if let [last] = last {
        state.write_u64(*last);
    }
    state.write_usize(len);
}

/// Compares word by word. `==` on the slices reads them in wider pieces than those in which the
/// buffer was just written, and the processor has to wait until the writes have reached the cache.
#[cfg_attr(not(debug_assertions), inline(always))]
pub(super) fn same_words(left: &[u64], right: &[u64]) -> bool {
    left.len() == right.len() && left.iter().zip(right).all(|(left, right)| left == right)
}
