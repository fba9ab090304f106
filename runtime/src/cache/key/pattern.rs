//! The glob that `clear` takes.

use std::fmt;
use std::str::FromStr;

use crate::cache::CacheError;

/// A glob over whole keys: `*` is any text, `?` any one byte, `[abc]`, `[a-z]` and `[^a]` one of
/// a set of ASCII characters, `\` takes the next character as it is.
///
/// It means in memory what it means to Redis, which is why `?` is one byte: a character beyond
/// ASCII takes two to four of them. What Redis would read in a way that surprises (a `[` without
/// its `]`, an empty set, a `\` at the end) is refused.
///
/// ```
/// use gambeson::cache::Pattern;
///
/// let pattern = Pattern::new("user:[0-9]*")?;
/// assert!(pattern.matches(b"user:42"));
/// assert!(!pattern.matches(b"user:%"));
/// assert!(!pattern.matches(b"shop:user:42"));
/// # Ok::<(), gambeson::CacheError>(())
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct Pattern {
    text: String,
    tokens: Vec<Token>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Token {
    Byte(u8),
    Any,
    Many,
    /// One bit for each ASCII character.
    Set {
        members: u128,
        negated: bool,
    },
}

impl Token {
    fn takes(self, byte: u8) -> bool {
        match self {
            Self::Byte(own) => own == byte,
            Self::Any => true,
            Self::Many => false,
            Self::Set { members, negated } => (byte < 0x80 && members >> byte & 1 == 1) != negated,
        }
    }
}

impl Pattern {
    /// Reads a pattern.
    ///
    /// # Errors
    ///
    /// [`CacheError::Pattern`] when it is empty, or holds a `[` without its `]`, an empty set, a
    /// range without its end, a set with a character beyond ASCII, or a `\` at its end.
    pub fn new(text: &str) -> Result<Self, CacheError> {
        let refuse = |reason: &str| CacheError::Pattern {
            pattern: text.to_owned(),
            reason: reason.to_owned(),
        };
        if text.is_empty() {
            return Err(refuse(
                "it is empty and would match no key; write what the keys start with, such as `user:*`",
            ));
        }
        let mut tokens = Vec::with_capacity(text.len());
        let mut rest = text.bytes();
        while let Some(byte) = rest.next() {
            tokens.push(match byte {
                // Two in a row mean what one means.
                b'*' if tokens.last() == Some(&Token::Many) => continue,
                b'*' => Token::Many,
                b'?' => Token::Any,
                b'[' => set(&mut rest).map_err(refuse)?,
                b'\\' => Token::Byte(rest.next().ok_or_else(|| {
                    refuse("a `\\` at the end has nothing to escape; write `\\\\` for the character itself")
                })?),
                byte => Token::Byte(byte),
            });
        }
        Ok(Self {
            text: text.to_owned(),
            tokens,
        })
    }

    /// Whether `key` matches as a whole. Takes at most the product of the two lengths, whatever
    /// the pattern.
    pub fn matches(&self, key: &[u8]) -> bool {
        let (mut token, mut at) = (0, 0);
        // Where to go on when what follows the last `*` does not fit: that `*` takes one byte more.
        let mut retry = None;
        loop {
            match (self.tokens.get(token), key.get(at)) {
                (None, None) => return true,
                (Some(Token::Many), _) => {
                    token += 1;
                    retry = Some((token, at));
                    continue;
                }
                (Some(own), Some(&byte)) if own.takes(byte) => {
                    token += 1;
                    at += 1;
                    continue;
                }
                _ => {}
            }
            match retry {
                Some((after, from)) if from < key.len() => {
                    (token, at) = (after, from + 1);
                    retry = Some((token, at));
                }
                _ => return false,
            }
        }
    }

    /// Whether it matches every key, as `*`, `**` and `?*` do (no key is empty).
    pub fn matches_everything(&self) -> bool {
        let singles = self
            .tokens
            .iter()
            .filter(|token| **token != Token::Many)
            .count();
        self.tokens.contains(&Token::Many)
            && singles <= 1
            && self
                .tokens
                .iter()
                .all(|token| matches!(token, Token::Many | Token::Any))
    }

    /// The pattern for Redis, over keys that begin with `prefix` and `:`, or over keys as they are
    /// when the prefix is empty.
    pub fn as_redis_glob(&self, prefix: &str) -> String {
        let mut glob = Vec::with_capacity(prefix.len() + self.text.len() + 8);
        if !prefix.is_empty() {
            for byte in prefix.bytes().chain([b':']) {
                literal(byte, &mut glob);
            }
        }
        for token in &self.tokens {
            match *token {
                Token::Byte(byte) => literal(byte, &mut glob),
                Token::Any => glob.push(b'?'),
                Token::Many => glob.push(b'*'),
                Token::Set { members, negated } => {
                    glob.push(b'[');
                    if negated {
                        glob.push(b'^');
                    }
                    for member in (0..0x80_u8).filter(|&member| members >> member & 1 == 1) {
                        // Letters and digits need no escape, and the rest takes one.
                        if !member.is_ascii_alphanumeric() {
                            glob.push(b'\\');
                        }
                        glob.push(member);
                    }
                    glob.push(b']');
                }
            }
        }
        // Bytes beyond ASCII came in whole characters and went out in their order.
        String::from_utf8_lossy(&glob).into_owned()
    }

    /// The pattern as it was given.
    pub fn as_str(&self) -> &str {
        &self.text
    }
}

/// Reads a set behind its `[`.
fn set(rest: &mut std::str::Bytes<'_>) -> Result<Token, &'static str> {
    const OPEN: &str = "a `[` has no `]`; write `\\[` for the character itself";
    const EMPTY: &str =
        "`[]` is a set of nothing; write `\\[` and `\\]` for the characters themselves";
    const RANGE: &str = "a range in `[..]` needs an end; write `\\-` for the character itself";
    const ASCII: &str = "`[..]` takes ASCII characters only, because a glob goes byte by byte; write `*` in its place";

    let mut ahead = rest.clone();
    let negated = ahead.next() == Some(b'^');
    if negated {
        *rest = ahead;
    }
    let mut members = 0_u128;
    loop {
        let (first, escaped) = match rest.next().ok_or(OPEN)? {
            b']' if members == 0 => return Err(EMPTY),
            b']' => return Ok(Token::Set { members, negated }),
            b'\\' => (rest.next().ok_or(OPEN)?, true),
            byte => (byte, false),
        };
        let mut last = first;
        let mut ahead = rest.clone();
        if !escaped && ahead.next() == Some(b'-') {
            // Redis takes the end as it stands, a `]` or `\` too: nobody who writes that means it.
            last = ahead
                .next()
                .filter(|end| !matches!(end, b']' | b'\\'))
                .ok_or(RANGE)?;
            *rest = ahead;
        }
        if !first.is_ascii() || !last.is_ascii() {
            return Err(ASCII);
        }
        for member in first.min(last)..=first.max(last) {
            members |= 1 << member;
        }
    }
}

fn literal(byte: u8, glob: &mut Vec<u8>) {
    if matches!(byte, b'*' | b'?' | b'[' | b']' | b'\\') {
        glob.push(b'\\');
    }
    glob.push(byte);
}

impl FromStr for Pattern {
    type Err = CacheError;

    fn from_str(text: &str) -> Result<Self, CacheError> {
        Self::new(text)
    }
}

impl fmt::Display for Pattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.text)
    }
}

impl fmt::Debug for Pattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.text, f)
    }
}
