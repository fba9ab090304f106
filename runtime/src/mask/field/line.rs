//! `field=value`, on one line that nothing in a value can end or forge.

use std::fmt::{self, Write};

/// Writes the fields of one value with a blank between them.
#[expect(missing_debug_implementations, reason = "a formatter has no `Debug`")]
pub struct Line<'a, 'f> {
    f: &'a mut fmt::Formatter<'f>,
    empty: bool,
}

impl<'a, 'f> Line<'a, 'f> {
    /// Begins the line: with the name of a variant, or with nothing.
    ///
    /// # Errors
    ///
    /// Those of the formatter.
    pub fn new(f: &'a mut fmt::Formatter<'f>, name: &str) -> Result<Self, fmt::Error> {
        f.write_str(name)?;
        let empty = name.is_empty();
        Ok(Line { f, empty })
    }

    /// One field: `name` ends in `=`, or is empty where the value stands alone.
    ///
    /// # Errors
    ///
    /// Those of the formatter.
    pub fn field(
        &mut self,
        name: &str,
        write: impl FnOnce(&mut fmt::Formatter<'_>) -> fmt::Result,
    ) -> fmt::Result {
        if !self.empty {
            self.f.write_char(' ')?;
        }
        self.empty = false;
        self.f.write_str(name)?;
        write(self.f)
    }
}

/// A value that is shown, by its `Debug`.
///
/// # Errors
///
/// Those of the formatter.
pub fn line<T: fmt::Debug + ?Sized>(value: &T, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    self::value(f, &value)
}

/// Writes a value by its `Debug`. The quotes of a text go where they are not needed to see where it
/// ends; what could end the line is escaped.
pub(super) fn value(f: &mut fmt::Formatter<'_>, value: &dyn fmt::Debug) -> fmt::Result {
    let mut text = String::new();
    write!(text, "{value:?}")?;
    match text
        .strip_prefix('"')
        .and_then(|rest| rest.strip_suffix('"'))
    {
        Some(bare) if !bare.is_empty() && !bare.contains(needs_quotes) => f.write_str(bare),
        _ => text.chars().try_for_each(|char| {
            if forges(char) {
                write!(f, "{}", char.escape_default())
            } else {
                f.write_char(char)
            }
        }),
    }
}

fn needs_quotes(char: char) -> bool {
    char.is_whitespace() || matches!(char, '"' | '\\' | '=' | ',') || forges(char)
}

/// What ends a line, or turns its direction round.
fn forges(char: char) -> bool {
    char.is_control()
        || matches!(char, '\u{2028}' | '\u{2029}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mask::field::By;

    fn written(value: &dyn fmt::Debug) -> String {
        struct Shown<'a>(&'a dyn fmt::Debug);
        impl fmt::Display for Shown<'_> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                super::value(f, self.0)
            }
        }
        Shown(value).to_string()
    }

    #[test]
    fn quotes_stand_only_where_the_end_of_a_text_would_not_be_seen() {
        assert_eq!(written(&"j***@example.com"), "j***@example.com");
        assert_eq!(written(&"Ada Lovelace"), "\"Ada Lovelace\"");
        assert_eq!(written(&"a=b"), "\"a=b\"");
        assert_eq!(written(&""), "\"\"");
        assert_eq!(written(&Some("a")), "Some(\"a\")");
        assert_eq!(written(&7), "7");
    }

    #[test]
    fn nothing_in_a_value_ends_the_line() {
        assert_eq!(written(&"a\nb"), "\"a\\nb\"");
        let raw = By(|f: &mut fmt::Formatter<'_>| f.write_str("a\r\nb\u{2028}\u{202e}c\u{1b}[31m"));
        assert_eq!(written(&raw), "a\\r\\nb\\u{2028}\\u{202e}c\\u{1b}[31m");
    }
}
