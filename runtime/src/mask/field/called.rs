//! `#[mask(with = path)]`: what a function writes.

use std::fmt::{self, Write};

use serde::ser::{Error, Serializer};

use super::leaf::forges;

/// Writes it to `Debug`, where the function may write what it was given without quotes. A control
/// character in it is escaped, as in any text that `Debug` writes, so that it ends no line of a log;
/// the line ends of `{:#?}` stay.
///
/// # Errors
///
/// Those of the function and of the formatter.
pub fn called_debug(written: &dyn fmt::Debug, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    if f.alternate() {
        write!(Escaping { to: f, lines: true }, "{written:#?}")
    } else {
        write!(
            Escaping {
                to: f,
                lines: false
            },
            "{written:?}"
        )
    }
}

/// What a function writes, as a text.
///
/// # Errors
///
/// Those of the serializer, and one if the function fails: `collect_str` would panic.
pub fn called<S: Serializer>(written: &dyn fmt::Debug, serializer: S) -> Result<S::Ok, S::Error> {
    let mut text = String::new();
    write!(text, "{written:?}").map_err(|_| Error::custom("a value could not be written"))?;
    serializer.serialize_str(&text)
}

struct Escaping<'a, 'f> {
    to: &'a mut fmt::Formatter<'f>,
    /// Whether lines may end.
    lines: bool,
}

impl Write for Escaping<'_, '_> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        let mut written = 0;
        for (at, char) in text.char_indices() {
            if forges(char) && !(self.lines && char == '\n') {
                self.to
                    .write_str(text.get(written..at).unwrap_or_default())?;
                write!(self.to, "{}", char.escape_default())?;
                written = at + char.len_utf8();
            }
        }
        self.to.write_str(text.get(written..).unwrap_or_default())
    }
}
