//! A value of `field=value` that has no fields of its own: a text, a number, or what `Debug` wrote
//! of a type that is shown.
//!
//! A reader, and a program, must see where it ends, whatever stands in it. So it is one of these:
//!
//! - bare, if nothing in it separates: `7`, `j***@example.com`;
//! - in quotes, escaped as Rust escapes: `"Ada Lovelace"`, `"a=b"`;
//! - brackets that close: `[a, "b c"]`, `Point { x: 1 }`. What stands in them is what `Debug` wrote,
//!   without the quotes that are not needed and without `Some(..)`.

use std::fmt::{self, Write as _};

/// What stands for a value that is not there.
pub(super) const NONE: &str = "none";

/// Writes a value by its `Debug`.
pub(super) fn value(f: &mut fmt::Formatter<'_>, value: &dyn fmt::Debug) -> fmt::Result {
    let mut text = String::new();
    write!(text, "{value:?}")?;
    match Debugged::new(&text).rewritten() {
        Some(rewritten) => f.write_str(&rewritten),
        None => quoted(&text, f),
    }
}

/// The text as a value of the line, in quotes.
fn quoted(text: &str, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let literal = format!("{text:?}");
    literal.chars().try_for_each(|char| {
        if forges(char) {
            write!(f, "{}", char.escape_default())
        } else {
            f.write_char(char)
        }
    })
}

/// Whether a text shows where it ends.
fn is_bare(text: &str) -> bool {
    !text.is_empty() && text != NONE && !text.contains(separates)
}

fn separates(char: char) -> bool {
    char.is_whitespace()
        || matches!(
            char,
            '"' | '\\' | '=' | ',' | '(' | ')' | '[' | ']' | '{' | '}'
        )
        || forges(char)
}

/// What ends a line, or turns its direction round.
pub(super) fn forges(char: char) -> bool {
    char.is_control()
        || matches!(
            char,
            '\u{61c}'
                | '\u{200e}'
                | '\u{200f}'
                | '\u{2028}'
                | '\u{2029}'
                | '\u{202a}'..='\u{202e}'
                | '\u{2066}'..='\u{2069}'
        )
}

/// What `Debug` wrote, read from the left.
struct Debugged<'t> {
    rest: &'t str,
    /// What has to close, the innermost last; `None` is a `Some(` that was left out.
    open: Vec<Option<char>>,
    /// How many of them are written.
    brackets: usize,
    written: String,
}

impl<'t> Debugged<'t> {
    fn new(text: &'t str) -> Self {
        Debugged {
            rest: text,
            open: Vec::new(),
            brackets: 0,
            written: String::with_capacity(text.len()),
        }
    }

    /// `None` if it does not show where it ends.
    fn rewritten(mut self) -> Option<String> {
        while let Some(char) = self.rest.chars().next() {
            if let Some(literal) = literal(self.rest) {
                self.literal(literal);
            } else {
                self.char(char)?;
            }
        }
        (self.open.is_empty() && !self.written.is_empty()).then_some(self.written)
    }

    fn literal(&mut self, literal: &'t str) {
        let inside = literal.get(1..literal.len() - 1).unwrap_or_default();
        if is_bare(inside) && !self.is_within_word() {
            self.written.push_str(inside);
        } else if inside == "\"" {
            // A `char`.
            self.written.push_str("\"\\\"\"");
        } else {
            let _ = write!(self.written, "\"{inside}\"");
        }
        self.skip(literal.len());
    }

    fn char(&mut self, char: char) -> Option<()> {
        if !self.is_within_word() {
            if self.rest.starts_with("Some(") {
                self.open.push(None);
                self.skip("Some(".len());
                return Some(());
            }
            if let Some(behind) = self.rest.strip_prefix("None")
                && !behind.starts_with(is_of_word)
            {
                self.written.push_str(NONE);
                self.skip("None".len());
                return Some(());
            }
        }
        match char {
            '(' => self.opens(')'),
            '[' => self.opens(']'),
            '{' => self.opens('}'),
            ')' | ']' | '}' => match self.open.pop()? {
                Some(awaited) if awaited == char => self.brackets -= 1,
                None if char == ')' => {
                    self.skip(1);
                    return Some(());
                }
                _ => return None,
            },
            // The blank in `Point { .. }`.
            ' ' if self.rest.starts_with(" {") && self.is_within_word() => {}
            _ if forges(char) => return None,
            '"' | '\\' => return None,
            _ if self.brackets == 0 && separates(char) => return None,
            _ => {}
        }
        self.written.push(char);
        self.skip(char.len_utf8());
        Some(())
    }

    fn opens(&mut self, close: char) {
        self.open.push(Some(close));
        self.brackets += 1;
    }

    fn is_within_word(&self) -> bool {
        self.written.ends_with(is_of_word)
    }

    fn skip(&mut self, bytes: usize) {
        self.rest = self.rest.get(bytes..).unwrap_or_default();
    }
}

fn is_of_word(char: char) -> bool {
    char.is_alphanumeric() || matches!(char, '_' | '>')
}

/// The literal of a text or a `char` that `text` begins with.
fn literal(text: &str) -> Option<&str> {
    let quote = text
        .chars()
        .next()
        .filter(|char| matches!(char, '"' | '\''))?;
    let mut escaped = false;
    let mut chars = 0;
    for (at, char) in text.char_indices().skip(1) {
        if forges(char) {
            return None;
        }
        if char == quote && !escaped && (quote == '"' || chars > 0) {
            return text.get(..=at);
        }
        escaped = char == '\\' && !escaped;
        chars += 1;
        // An apostrophe begins no `char` unless one follows; `\u{10ffff}` is the longest.
        let long = if text.starts_with("'\\") { 10 } else { 1 };
        if quote == '\'' && chars > long {
            return None;
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

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

    /// What a `Debug` by hand writes.
    fn by_hand(text: &'static str) -> String {
        written(&By(move |f: &mut fmt::Formatter<'_>| f.write_str(text)))
    }

    #[test]
    fn quotes_stand_only_where_the_end_of_a_text_would_not_be_seen() {
        assert_eq!(written(&"j***@example.com"), "j***@example.com");
        assert_eq!(written(&7), "7");
        assert_eq!(written(&'a'), "a");
        for text in [
            "Ada Lovelace",
            "a=b",
            "",
            "a,b",
            "a}",
            "(a)",
            "none",
            "a\"b",
            "\\",
            "a\u{a0}b",
        ] {
            assert_eq!(written(&text), format!("{text:?}"));
        }
        assert_eq!((&*written(&'"'), &*written(&' ')), ("\"\\\"\"", "\" \""));
        assert_eq!(written(&'\u{10ffff}'), "\"\\u{10ffff}\"");
    }

    #[test]
    fn what_is_there_is_its_value_and_what_is_not_is_none() {
        assert_eq!(written(&Some("a")), "a");
        assert_eq!(written(&Some(Some("a b"))), "\"a b\"");
        assert_eq!(written(&None::<u8>), "none");
        assert_eq!(written(&[Some('x'), None]), "[x, none]");
        assert_eq!(written(&(Some((1, 2)), Some([Some(3)]))), "((1, 2), [3])");
        assert_eq!(by_hand("Somewhere(1)"), "Somewhere(1)");
        assert_eq!(by_hand("NoneSuch"), "NoneSuch");
    }

    #[test]
    fn brackets_that_close_stand_as_they_are() {
        #[derive(Debug)]
        #[expect(dead_code, reason = "printed")]
        struct Point<'a> {
            x: i8,
            name: &'a str,
        }
        let point = Point {
            x: -1,
            name: "a, x: 2 } admin=true",
        };
        assert_eq!(
            written(&point),
            "Point { x: -1, name: \"a, x: 2 } admin=true\" }"
        );
        assert_eq!(written(&["a", "b c", "]"]), "[a, \"b c\", \"]\"]");
        assert_eq!(
            written(&['"', '\'', '[', 'é']),
            "[\"\\\"\", \"\\'\", \"[\", é]"
        );
        assert_eq!(written(&BTreeMap::from([("k", "v")])), "{k: v}");
        assert_eq!(by_hand("b\"a b\""), "b\"a b\"");
        assert_eq!(by_hand("[it's]"), "[it's]");
    }

    #[test]
    fn what_forges_a_field_or_a_line_is_in_quotes_as_a_whole() {
        for text in [
            "a login=ok",
            "login=ok",
            "a, b",
            "] login=ok [",
            "{a} login=ok {b}",
            "a {b} c {d}",
            "[a",
            "a)",
            "(a]",
            "\"a",
            "\"a\" b",
            "a\\",
            "a\nb",
            "Some(a",
            "Some(a))",
            "",
            "{ } {}",
        ] {
            assert_eq!(by_hand(text), format!("{text:?}"));
        }
        assert_eq!(
            by_hand("a\r\nb\u{2028}\u{202e}c\u{1b}[31m"),
            "\"a\\r\\nb\\u{2028}\\u{202e}c\\u{1b}[31m\""
        );
        assert_eq!(by_hand("[a\nb]"), "\"[a\\nb]\"");
        assert_eq!(by_hand("\"a\nb\""), "\"\\\"a\\nb\\\"\"");
    }
}
