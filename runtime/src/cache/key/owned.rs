//! The key that is kept.

use std::borrow::Cow;
use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};

use super::KeyBuf;
use super::buf::{hash_words, same_words};

/// Words that live in the key itself.
const INLINE: usize = 3;

/// A key, as it stands in both tiers (the Redis tier puts its prefix before it).
///
/// Made by [`key!`](macro@crate::key), or from text, which is taken as it is: nothing is escaped,
/// and text over 400 bytes is shortened as [`KeyBuf::finish`] does. Up to 24 bytes it needs no
/// allocation.
///
/// ```
/// use gambeson::cache::Key;
///
/// let key = Key::from("user:42");
/// assert_eq!(key.as_str(), "user:42");
/// assert_eq!(key.to_string(), "user:42");
/// ```
#[derive(Clone)]
pub struct Key(Words);

#[derive(Clone)]
enum Words {
    Inline { len: u8, words: [u64; INLINE] },
    Heap { len: u32, words: Box<[u64]> },
}

impl Key {
    /// `words` as a [`KeyBuf`] holds them, zero above `len` bytes.
    pub(super) fn from_words(words: &[u64], len: usize) -> Self {
        let mut inline = [0; INLINE];
        match (inline.get_mut(..words.len()), u8::try_from(len)) {
            (Some(start), Ok(len)) => {
                start.copy_from_slice(words);
                Self(Words::Inline { len, words: inline })
            }
            // A key is far below 4 GiB: what is long has been shortened.
            _ => Self(Words::Heap {
                len: u32::try_from(len).unwrap_or(u32::MAX),
                words: words.into(),
            }),
        }
    }

    /// The length in bytes.
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub fn len(&self) -> usize {
        match &self.0 {
            Words::Inline { len, .. } => usize::from(*len),
            Words::Heap { len, .. } => *len as usize,
        }
    }

    /// Whether the key is the empty text.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The key as text.
    pub fn as_str(&self) -> Cow<'_, str> {
        String::from_utf8_lossy(self.as_bytes())
    }

    /// The key as bytes of UTF-8.
    pub fn as_bytes(&self) -> &[u8] {
        let bytes: &[u8] = bytemuck::cast_slice(self.words());
        bytes.get(..self.len()).unwrap_or(bytes)
    }

    #[cfg_attr(not(debug_assertions), inline(always))]
    pub(super) fn words(&self) -> &[u64] {
        match &self.0 {
            Words::Inline { len, words } => {
                words.get(..usize::from(*len).div_ceil(8)).unwrap_or(words)
            }
            Words::Heap { words, .. } => words,
        }
    }
}

impl From<&str> for Key {
    fn from(text: &str) -> Self {
        let mut key = KeyBuf::new();
        key.literal(text);
        key.finish()
    }
}

impl From<String> for Key {
    fn from(text: String) -> Self {
        Self::from(text.as_str())
    }
}

impl From<&String> for Key {
    fn from(text: &String) -> Self {
        Self::from(text.as_str())
    }
}

impl From<&Key> for Key {
    fn from(key: &Key) -> Self {
        key.clone()
    }
}

impl From<KeyBuf> for Key {
    fn from(key: KeyBuf) -> Self {
        key.finish()
    }
}

impl PartialEq for Key {
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn eq(&self, other: &Self) -> bool {
        self.len() == other.len() && same_words(self.words(), other.words())
    }
}

impl Eq for Key {}

impl Hash for Key {
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn hash<H: Hasher>(&self, state: &mut H) {
        hash_words(self.words(), self.len(), state);
    }
}

/// By bytes, which is by characters.
impl Ord for Key {
    fn cmp(&self, other: &Self) -> Ordering {
        self.as_bytes().cmp(other.as_bytes())
    }
}

impl PartialOrd for Key {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.as_str())
    }
}

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.as_str(), f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_no_larger_than_32_bytes() {
        assert!(size_of::<Key>() <= 32);
        assert!(size_of::<Option<Key>>() <= 32);
    }
}
