//! A mask that is ready to be written.

use std::fmt;

use arrayvec::ArrayString;

/// Bytes that may be made rather than borrowed: the longest name of a kind has fewer.
const MADE: usize = 32;

/// A mask: up to three borrowed parts, and between the second and the third a few bytes of ASCII
/// that were made.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Pieces<'a> {
    head: &'a str,
    middle: &'a str,
    made: ArrayString<MADE>,
    tail: &'a str,
}

impl<'a> Pieces<'a> {
    #[inline]
    pub(crate) fn whole(text: &'a str) -> Self {
        Self::of(text, "", "")
    }

    #[inline]
    pub(crate) fn of(head: &'a str, middle: &'a str, tail: &'a str) -> Self {
        Pieces {
            head,
            middle,
            made: ArrayString::new_const(),
            tail,
        }
    }

    /// With made bytes between `middle` and the tail. What is not ASCII, or too much, is left out.
    pub(crate) fn with_made(mut self, bytes: impl IntoIterator<Item = u8>) -> Self {
        for byte in bytes.into_iter().filter(u8::is_ascii) {
            if self.made.try_push(char::from(byte)).is_err() {
                break;
            }
        }
        self
    }

    /// With a name in upper case; one that is too long for that stays as it is.
    pub(super) fn with_upper(self, name: &'a str) -> Self {
        if name.len() > MADE || !name.is_ascii() {
            return Pieces {
                middle: name,
                ..self
            };
        }
        self.with_made(name.bytes().map(|byte| byte.to_ascii_uppercase()))
    }

    #[inline]
    fn parts(&self) -> [&str; 4] {
        [self.head, self.middle, &self.made, self.tail]
    }

    /// How many bytes the mask has.
    #[inline]
    pub(crate) fn len(&self) -> usize {
        self.head.len() + self.middle.len() + self.made.len() + self.tail.len()
    }

    /// Whether the mask is what stands there already.
    #[cfg(test)]
    pub(crate) fn equals(&self, text: &[u8]) -> bool {
        let mut rest = text;
        for part in self.parts() {
            match rest.strip_prefix(part.as_bytes()) {
                Some(behind) => rest = behind,
                None => return false,
            }
        }
        rest.is_empty()
    }

    #[inline]
    pub(crate) fn append(&self, out: &mut Vec<u8>) {
        out.reserve(self.len());
        for part in self.parts() {
            if !part.is_empty() {
                out.extend_from_slice(part.as_bytes());
            }
        }
    }

    #[inline]
    pub(crate) fn write(&self, f: &mut impl fmt::Write) -> fmt::Result {
        for part in self.parts() {
            if !part.is_empty() {
                f.write_str(part)?;
            }
        }
        Ok(())
    }

    /// In quotes and escaped, as `Debug` writes text.
    pub(crate) fn write_quoted(&self, f: &mut impl fmt::Write) -> fmt::Result {
        f.write_char('"')?;
        for part in self.parts() {
            if is_plain(part) {
                f.write_str(part)?;
                continue;
            }
            for char in part.chars() {
                // As `Debug` of text does it.
                if char == '\'' {
                    f.write_char(char)?;
                } else {
                    write!(f, "{}", char.escape_debug())?;
                }
            }
        }
        f.write_char('"')
    }
}

/// Whether `Debug` writes it as it is: printable ASCII without quotes and backslashes.
fn is_plain(text: &str) -> bool {
    let is_plain = |byte: u8| matches!(byte, b' '..=b'~') && !matches!(byte, b'"' | b'\\');
    text.bytes().all(is_plain)
}
