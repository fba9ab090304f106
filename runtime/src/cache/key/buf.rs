//! The key while it is written.

use std::fmt;
use std::hash::{Hash, Hasher};

use quick_cache::Equivalent;

use super::{Key, fold, words};

/// Words that live in the buffer itself; what is longer moves to the heap.
const INLINE: usize = 16;
/// The first number with more than eight digits.
const EIGHT_DIGITS: u64 = 100_000_000;

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
    #[inline(always)]
    pub const fn new() -> Self {
        Self {
            words: [0; INLINE],
            pending: 0,
            len: 0,
            spilled: None,
        }
    }

    /// How many bytes are written.
    #[inline]
    pub const fn len(&self) -> usize {
        self.len
    }

    /// Whether nothing is written.
    #[inline]
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
    #[inline(always)]
    pub fn literal(&mut self, text: &str) {
        let mut chunks = text.as_bytes().chunks_exact(8);
        for chunk in &mut chunks {
            self.push(words::load(chunk), 8);
        }
        let rest = chunks.remainder();
        self.push(words::load(rest), rest.len());
    }

    /// Writes `text` as a value: escaped, and `%` when it is empty.
    ///
    /// ```
    /// let mut key = gambeson::cache::KeyBuf::new();
    /// key.text("a:b ü");
    /// assert_eq!(key.finish().to_string(), "a%3Ab%20ü");
    /// ```
    #[inline]
    pub fn text(&mut self, text: &str) {
        if text.is_empty() {
            self.push(u64::from(b'%'), 1);
        } else {
            self.escaped(text.as_bytes());
        }
    }

    /// Writes the `Display` of `value` as a value: escaped, and `%` when it is empty.
    ///
    /// Nothing is allocated for it. Use it where the `Display` tells any two values apart.
    ///
    /// ```
    /// let mut key = gambeson::cache::KeyBuf::new();
    /// key.display(&std::net::Ipv6Addr::LOCALHOST);
    /// assert_eq!(key.finish().to_string(), "%3A%3A1");
    /// ```
    pub fn display(&mut self, value: &(impl fmt::Display + ?Sized)) {
        struct Escaped<'a>(&'a mut KeyBuf);
        impl fmt::Write for Escaped<'_> {
            fn write_str(&mut self, text: &str) -> fmt::Result {
                self.0.escaped(text.as_bytes());
                Ok(())
            }
        }
        let before = self.len;
        // `Escaped` takes everything, so an error is the value's own: what it wrote until then
        // stands, and a `!`, which no value gives, says that it is not all.
        if fmt::write(&mut Escaped(self), format_args!("{value}")).is_err() {
            self.push(u64::from(b'!'), 1);
        } else if self.len == before {
            self.push(u64::from(b'%'), 1);
        }
    }

    /// Writes `n` in decimal.
    #[inline(always)]
    pub fn unsigned(&mut self, n: u64) {
        if n < EIGHT_DIGITS {
            let (word, count) = words::short_digits(n);
            self.push(word, count);
        } else {
            self.long_unsigned(n);
        }
    }

    #[inline(never)]
    fn long_unsigned(&mut self, n: u64) {
        let (rest, low) = (n / EIGHT_DIGITS, n % EIGHT_DIGITS);
        let top = if rest < EIGHT_DIGITS {
            rest
        } else {
            rest / EIGHT_DIGITS
        };
        let (word, count) = words::short_digits(top);
        self.push(word, count);
        if rest >= EIGHT_DIGITS {
            self.push(words::eight_digits(rest % EIGHT_DIGITS), 8);
        }
        self.push(words::eight_digits(low), 8);
    }

    /// Writes `n` in decimal, with a `-` when it is negative.
    #[inline]
    pub fn signed(&mut self, n: i64) {
        if n < 0 {
            self.push(u64::from(b'-'), 1);
        }
        self.unsigned(n.unsigned_abs());
    }

    /// Writes `n` in decimal.
    pub fn unsigned_wide(&mut self, n: u128) {
        const SIXTEEN: u128 = 10_000_000_000_000_000;
        // Both quotient and remainder fit: the remainder is below 10^16.
        if let Ok(n) = u64::try_from(n) {
            self.unsigned(n);
        } else {
            self.unsigned_wide(n / SIXTEEN);
            let low = (n % SIXTEEN) as u64;
            self.push(words::eight_digits(low / EIGHT_DIGITS), 8);
            self.push(words::eight_digits(low % EIGHT_DIGITS), 8);
        }
    }

    /// Writes `n` in decimal, with a `-` when it is negative.
    pub fn signed_wide(&mut self, n: i128) {
        if n < 0 {
            self.push(u64::from(b'-'), 1);
        }
        self.unsigned_wide(n.unsigned_abs());
    }

    /// Writes `bytes` in lower-case hexadecimal, and `%` when there are none.
    ///
    /// ```
    /// let mut key = gambeson::cache::KeyBuf::new();
    /// key.bytes(&[0xca, 0xfe]);
    /// assert_eq!(key.finish().to_string(), "cafe");
    /// ```
    pub fn bytes(&mut self, bytes: &[u8]) {
        if bytes.is_empty() {
            self.push(u64::from(b'%'), 1);
            return;
        }
        let (fours, rest) = bytes.as_chunks::<4>();
        for four in fours {
            self.push(words::hex(u32::from_le_bytes(*four)), 8);
        }
        for &byte in rest {
            self.push(words::hex(u32::from(byte)) & 0xffff, 2);
        }
    }

    /// Writes, in place of what `write` writes, the first 128 bits of its SHA-256 as 32
    /// hexadecimal digits: for a secret, or for a part that is long.
    ///
    /// The hash has no secret key, so that all processes find the same entry: who holds the key of
    /// an entry can try guesses against it. That is out of reach for a token of 128 random bits and
    /// not for a telephone number.
    ///
    /// ```
    /// let mut key = gambeson::cache::KeyBuf::new();
    /// key.literal("session:");
    /// key.hashed(|part| part.text("abc"));
    /// assert_eq!(key.finish().to_string(), "session:ba7816bf8f01cfea414140de5dae2223");
    /// ```
    pub fn hashed(&mut self, write: impl FnOnce(&mut KeyBuf)) {
        let mut part = KeyBuf::new();
        write(&mut part);
        let digest = fold::sha256(part.as_bytes());
        let (half, _) = digest.split_at(16);
        self.bytes(half);
    }

    /// Writes what `write` writes, in lower case: each character by itself by Unicode's rules,
    /// whatever the language.
    ///
    /// ```
    /// let mut key = gambeson::cache::KeyBuf::new();
    /// key.lowered(|part| part.text("Élan@Example.ORG"));
    /// assert_eq!(key.finish().to_string(), "élan@example.org");
    /// ```
    pub fn lowered(&mut self, write: impl FnOnce(&mut KeyBuf)) {
        let mut part = KeyBuf::new();
        write(&mut part);
        if part.words().iter().all(|&word| words::is_ascii(word)) {
            let mut left = part.len;
            for &word in part.words() {
                let word = u64::from_le(word);
                self.push(words::lower(word), left.min(8));
                left = left.saturating_sub(8);
            }
        } else {
            let text = String::from_utf8_lossy(part.as_bytes());
            for letter in text.chars().flat_map(char::to_lowercase) {
                self.literal(letter.encode_utf8(&mut [0; 4]));
            }
        }
    }

    /// Writes the name of a type as a value.
    #[doc(hidden)]
    pub fn type_name(&mut self, name: &str) {
        self.text(name);
    }

    /// The key to keep. Over 400 bytes it is shortened: the first 64 bytes (fewer where that would
    /// cut a character), `%~`, and the SHA-256 of the whole as 64 hexadecimal digits.
    pub fn finish(mut self) -> Key {
        self.settle();
        Key::from_words(self.words(), self.len)
    }

    /// Shortens the key in place as [`finish`](Self::finish) does, so that it can be looked up.
    #[doc(hidden)]
    #[inline(always)]
    pub fn settle(&mut self) {
        if self.len > fold::LONGEST {
            fold::shorten(self);
        }
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
    #[inline(always)]
    pub(super) fn words(&self) -> &[u64] {
        let all = match &self.spilled {
            None => &self.words[..],
            Some(spilled) => &spilled.0[..],
        };
        all.get(..self.len.div_ceil(8)).unwrap_or(all)
    }

    /// Appends the `count` (at most eight) lowest bytes of `word`; those above are zero.
    #[inline(always)]
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

    #[inline]
    fn escaped(&mut self, text: &[u8]) {
        let mut chunks = text.chunks_exact(8);
        for chunk in &mut chunks {
            self.escaped_word(chunk);
        }
        self.escaped_word(chunks.remainder());
    }

    #[inline(always)]
    fn escaped_word(&mut self, bytes: &[u8]) {
        let word = words::load(bytes);
        if words::all_plain(word, bytes.len()) {
            self.push(word, bytes.len());
        } else {
            self.escaped_bytes(bytes);
        }
    }

    #[inline(never)]
    fn escaped_bytes(&mut self, bytes: &[u8]) {
        for &byte in bytes {
            if words::is_plain(byte) {
                self.push(u64::from(byte), 1);
            } else {
                let digit =
                    |nibble: u8| u64::from(nibble + if nibble < 10 { b'0' } else { b'A' - 10 });
                let word = u64::from(b'%') | digit(byte >> 4) << 8 | digit(byte & 0xf) << 16;
                self.push(word, 3);
            }
        }
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
    #[inline(always)]
    fn hash<H: Hasher>(&self, state: &mut H) {
        hash_words(self.words(), self.len, state);
    }
}

impl Equivalent<Key> for KeyBuf {
    #[inline(always)]
    fn equivalent(&self, key: &Key) -> bool {
        self.len == key.len() && same_words(self.words(), key.words())
    }
}

/// Feeds the words, two at a time, then the length in bytes: foldhash mixes 128 bits in one step.
#[inline(always)]
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
#[inline(always)]
pub(super) fn same_words(left: &[u64], right: &[u64]) -> bool {
    left.len() == right.len() && left.iter().zip(right).all(|(left, right)| left == right)
}
