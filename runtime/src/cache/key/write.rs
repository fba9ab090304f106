//! What a key is written from: text, numbers, bytes, and what stands for other parts.

use std::fmt;

use super::{KeyBuf, fold, words};

/// The first number with more than eight digits.
const EIGHT_DIGITS: u64 = 100_000_000;

impl KeyBuf {
    /// Writes `text` as a value: escaped, and `%` when it is empty.
    ///
    /// ```
    /// let mut key = gambeson::cache::KeyBuf::new();
    /// key.text("a:b ü");
    /// assert_eq!(key.finish().to_string(), "a%3Ab%20ü");
    /// ```
    #[cfg_attr(not(debug_assertions), inline)]
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
        let before = self.len();
        // `Escaped` takes everything, so an error is the value's own: what it wrote until then
        // stands, and a `!`, which no value gives, says that it is not all.
        if fmt::write(&mut Escaped(self), format_args!("{value}")).is_err() {
            self.push(u64::from(b'!'), 1);
        } else if self.len() == before {
            self.push(u64::from(b'%'), 1);
        }
    }

    /// Writes `n` in decimal.
    #[cfg_attr(not(debug_assertions), inline(always))]
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
    #[cfg_attr(not(debug_assertions), inline)]
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
            let mut left = part.len();
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

    #[cfg_attr(not(debug_assertions), inline)]
    fn escaped(&mut self, text: &[u8]) {
        let (words, _) = text.as_chunks::<8>();
        for word in words {
            self.escaped_word(u64::from_le_bytes(*word), 8);
        }
        let (word, count) = words::tail(text);
        self.escaped_word(word, count);
    }

    #[cfg_attr(not(debug_assertions), inline(always))]
    fn escaped_word(&mut self, word: u64, count: usize) {
        if words::all_plain(word, count) {
            self.push(word, count);
        } else {
            self.escaped_bytes(word, count);
        }
    }

    #[inline(never)]
    fn escaped_bytes(&mut self, word: u64, count: usize) {
        let bytes = word.to_le_bytes();
        // Two at a time, because each push waits for the one before.
        let (pairs, last) = bytes.get(..count).unwrap_or(&bytes).as_chunks::<2>();
        for &[first, second] in pairs {
            let (first, count) = words::escape(first);
            let (second, more) = words::escape(second);
            self.push(first | second << (8 * count), count + more);
        }
        if let [last] = *last {
            let (last, count) = words::escape(last);
            self.push(last, count);
        }
    }
}
