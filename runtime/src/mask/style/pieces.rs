//! A mask that is ready to be written.

use std::fmt;

/// Bytes that may be made rather than borrowed: the longest name of a kind has fewer.
const MADE: usize = 32;

/// A mask: up to three borrowed parts, and between the second and the third a few bytes of ASCII
/// that were made.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Pieces<'a> {
    head: &'a str,
    middle: &'a str,
    made: Made,
    tail: &'a str,
}

#[derive(Clone, Copy, Debug)]
struct Made {
    bytes: [u8; MADE],
    len: u8,
}

impl Made {
    const NONE: Made = Made {
        bytes: [0; MADE],
        len: 0,
    };

    fn as_str(&self) -> &str {
        let bytes = self.bytes.get(..usize::from(self.len));
        // Only ASCII gets in.
        bytes.map_or("", |bytes| std::str::from_utf8(bytes).unwrap_or(""))
    }
}

impl<'a> Pieces<'a> {
    pub(crate) const fn whole(text: &'a str) -> Self {
        Self::of(text, "", "")
    }

    pub(crate) const fn of(head: &'a str, middle: &'a str, tail: &'a str) -> Self {
        Pieces {
            head,
            middle,
            made: Made::NONE,
            tail,
        }
    }

    /// With made bytes between `middle` and the tail. What is not ASCII, or too much, is left out.
    pub(crate) fn with_made(mut self, bytes: impl IntoIterator<Item = u8>) -> Self {
        for byte in bytes.into_iter().filter(u8::is_ascii) {
            let Some(place) = self.made.bytes.get_mut(usize::from(self.made.len)) else {
                break;
            };
            *place = byte;
            self.made.len += 1;
        }
        self
    }

    /// With the last four of a number.
    pub(super) fn with_last(mut self, last: [u8; 4]) -> Self {
        if last.is_ascii()
            && let Some(place) = self.made.bytes.first_chunk_mut()
        {
            *place = last;
            self.made.len = 4;
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

    fn parts(&self) -> [&str; 4] {
        [self.head, self.middle, self.made.as_str(), self.tail]
    }

    /// How many bytes the mask has.
    pub(crate) fn len(&self) -> usize {
        self.head.len() + self.middle.len() + usize::from(self.made.len) + self.tail.len()
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

    pub(crate) fn append(&self, out: &mut Vec<u8>) {
        out.reserve(self.len());
        for part in self.parts() {
            out.extend_from_slice(part.as_bytes());
        }
    }

    #[inline]
    pub(crate) fn write(&self, f: &mut impl fmt::Write) -> fmt::Result {
        if !self.head.is_empty() {
            f.write_str(self.head)?;
        }
        if !self.middle.is_empty() {
            f.write_str(self.middle)?;
        }
        if self.made.len != 0 {
            f.write_str(self.made.as_str())?;
        }
        if !self.tail.is_empty() {
            f.write_str(self.tail)?;
        }
        Ok(())
    }

    /// In quotes and escaped, as `Debug` writes text.
    pub(crate) fn write_quoted(&self, f: &mut impl fmt::Write) -> fmt::Result {
        f.write_char('"')?;
        if self.parts().into_iter().all(is_plain) {
            self.write(f)?;
        } else {
            for part in self.parts() {
                for char in part.chars() {
                    // As `Debug` of text does it.
                    if char == '\'' {
                        f.write_char(char)?;
                    } else {
                        write!(f, "{}", char.escape_debug())?;
                    }
                }
            }
        }
        f.write_char('"')
    }
}

/// Whether `Debug` writes it as it is: printable ASCII without quotes and backslashes.
fn is_plain(text: &str) -> bool {
    text.bytes()
        .all(|byte| matches!(byte, b' '..=b'~') && byte != b'"' && byte != b'\\')
}
