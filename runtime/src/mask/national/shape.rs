//! How a number is written: a few characters that say what may stand where.
//!
//! | in a shape | in the text |
//! |---|---|
//! | `#` | a digit |
//! | `A` | an upper-case letter |
//! | `a` | a letter of either case |
//! | `x` | a digit, or a letter of either case |
//! | `{n}`, `{n,m}` behind one of these | so many of them, as many as there are |
//! | `_` | nothing, a space, `-` or `.` |
//! | `~` | a space or `-`, the same one throughout |
//! | `?` behind any other character | that character, or nothing |
//! | any other character | itself |
//!
//! A shape is read from left to right without going back, so that it costs at most its own length.

use std::ops::Deref;

/// The letters and digits of a candidate: upper case, without what separates them.
#[derive(Clone, Copy, Debug)]
pub(super) struct Chars {
    bytes: [u8; 32],
    len: usize,
}

impl Chars {
    fn push(&mut self, byte: u8) -> Option<()> {
        *self.bytes.get_mut(self.len)? = byte.to_ascii_uppercase();
        self.len += 1;
        Some(())
    }
}

impl Deref for Chars {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        self.bytes.get(..self.len).unwrap_or_default()
    }
}

/// A stretch of text that has a shape.
#[derive(Clone, Copy, Debug)]
pub(super) struct Shaped {
    pub(super) end: usize,
    pub(super) chars: Chars,
    /// The separators in it: [`SPACE`] and [`HYPHEN`]. What they separate cannot go on behind one.
    pub(super) separators: u8,
}

pub(super) const SPACE: u8 = 1;
pub(super) const HYPHEN: u8 = 2;

/// The bit of a separator.
pub(super) fn separator(byte: u8) -> u8 {
    match byte {
        b' ' => SPACE,
        b'-' => HYPHEN,
        _ => 0,
    }
}

/// Reads the shape at a place.
pub(super) fn read(shape: &str, text: &[u8], start: usize) -> Option<Shaped> {
    let mut reader = Reader {
        text,
        end: start,
        chars: Chars {
            bytes: [0; 32],
            len: 0,
        },
        separators: 0,
        chosen: None,
    };
    let mut shape = shape.as_bytes();
    while let Some((&element, behind)) = shape.split_first() {
        shape = reader.take(element, behind)?;
    }
    Some(Shaped {
        end: reader.end,
        chars: reader.chars,
        separators: reader.separators,
    })
}

struct Reader<'a> {
    text: &'a [u8],
    end: usize,
    chars: Chars,
    separators: u8,
    /// What `~` was the first time.
    chosen: Option<u8>,
}

impl Reader<'_> {
    /// Reads one element, and returns what of the shape stands behind it.
    fn take<'s>(&mut self, element: u8, behind: &'s [u8]) -> Option<&'s [u8]> {
        let class: fn(&u8) -> bool = match element {
            b'#' => u8::is_ascii_digit,
            b'A' => u8::is_ascii_uppercase,
            b'a' => u8::is_ascii_alphabetic,
            b'x' => u8::is_ascii_alphanumeric,
            b'_' => {
                self.separator(|byte| matches!(byte, b' ' | b'-' | b'.'));
                return Some(behind);
            }
            b'~' => {
                let chosen = self.chosen;
                let byte = self.separator(|byte| match chosen {
                    Some(chosen) => byte == chosen,
                    None => matches!(byte, b' ' | b'-'),
                })?;
                self.chosen = Some(byte);
                return Some(behind);
            }
            literal => return self.literal(literal, behind),
        };
        let (least, most, behind) = count(behind);
        let stretch = self.text.get(self.end..).unwrap_or_default();
        let found = stretch.iter().take(most).take_while(|b| class(b)).count();
        if found < least {
            return None;
        }
        for byte in stretch.get(..found)? {
            self.chars.push(*byte)?;
        }
        self.end += found;
        Some(behind)
    }

    fn separator(&mut self, allowed: impl Fn(u8) -> bool) -> Option<u8> {
        let byte = *self.text.get(self.end)?;
        if !allowed(byte) {
            return None;
        }
        self.end += 1;
        self.separators |= separator(byte);
        Some(byte)
    }

    fn literal<'s>(&mut self, literal: u8, behind: &'s [u8]) -> Option<&'s [u8]> {
        let optional = behind.strip_prefix(b"?");
        if self.text.get(self.end) == Some(&literal) {
            self.end += 1;
            self.separators |= separator(literal);
            if literal.is_ascii_alphanumeric() {
                self.chars.push(literal)?;
            }
            return Some(optional.unwrap_or(behind));
        }
        optional
    }
}

/// `{n}` or `{n,m}` at the start of what stands behind an element of a shape.
pub(super) fn count(behind: &[u8]) -> (usize, usize, &[u8]) {
    let once = (1, 1, behind);
    let Some(inner) = behind.strip_prefix(b"{") else {
        return once;
    };
    let (mut least, mut most) = (None, 0);
    for (place, byte) in inner.iter().enumerate() {
        match byte {
            b'0'..=b'9' => most = most * 10 + usize::from(byte - b'0'),
            b',' => least = Some(std::mem::take(&mut most)),
            _ => {
                let behind = inner.get(place + 1..).unwrap_or_default();
                return (least.unwrap_or(most), most, behind);
            }
        }
    }
    once
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reads(shape: &str, text: &str) -> Option<(usize, String)> {
        let shaped = read(shape, text.as_bytes(), 0)?;
        let chars = String::from_utf8(shaped.chars.to_vec()).unwrap();
        Some((shaped.end, chars))
    }

    #[test]
    fn classes_and_counts_are_read_as_far_as_they_go() {
        assert_eq!(reads("#{3}", "1234"), Some((3, "123".into())));
        assert_eq!(reads("#{2,6}", "1234x"), Some((4, "1234".into())));
        assert_eq!(reads("#{5,6}", "1234x"), None);
        assert_eq!(reads("A#a", "B7c"), Some((3, "B7C".into())));
        assert_eq!(reads("A", "b"), None);
        assert_eq!(reads("x{2}", "z"), None);
    }

    #[test]
    fn separators_are_left_out_of_the_characters() {
        assert_eq!(reads("##~##~##", "12-34-56"), Some((8, "123456".into())));
        assert_eq!(reads("##~##~##", "12-34 56"), None);
        assert_eq!(reads("##_##_##", "12-3456"), Some((7, "123456".into())));
        assert_eq!(reads("+9 ?#", "+91"), Some((3, "91".into())));
        assert_eq!(reads("+9 ?#", "+9 1"), Some((4, "91".into())));
        assert_eq!(read("#-#", b"1-2", 0).map(|s| s.separators), Some(HYPHEN));
    }

    #[test]
    fn more_characters_than_any_number_has_are_refused() {
        assert_eq!(reads("#{40}", &"1".repeat(50)), None);
        assert_eq!(reads("#", ""), None);
        assert!(read("#", b"1", 7).is_none());
    }
}
