//! The formatter of fields.

use std::error::Error;
use std::fmt::{self, Write as _};

use tracing::field::{Field, Visit};
use tracing_subscriber::field::RecordFields;
use tracing_subscriber::fmt::FormatFields;
use tracing_subscriber::fmt::format::Writer;

use crate::mask::finding::Found;
use crate::mask::stream::Engine;
use crate::mask::{Kind, Masker};

/// Formats the fields of spans and events as `name=value`, as the formatter that comes with
/// `tracing-subscriber` does, and masks them.
///
/// A field of a sensitive name is `name=********`, whatever its value. Every other value and the
/// message are masked as text, a number by its name, too (`phone=4155550132`). Errors are shown by
/// [`Masker::mask_error`]. Control characters in values are escaped.
///
/// # Examples
///
/// ```
/// use gambeson::mask::log::MaskedFields;
///
/// let subscriber = tracing_subscriber::fmt()
///     .fmt_fields(MaskedFields::new())
///     .finish();
/// ```
#[derive(Clone, Debug, Default)]
pub struct MaskedFields {
    /// The global one otherwise, as it is when a field is written.
    masker: Option<Masker>,
}

impl MaskedFields {
    /// Masks by [`Masker::global`], as it is when a field is written.
    pub fn new() -> Self {
        MaskedFields::default()
    }

    /// Masks by `masker`.
    pub fn with_masker(masker: Masker) -> Self {
        MaskedFields {
            masker: Some(masker),
        }
    }
}

impl<'w> FormatFields<'w> for MaskedFields {
    fn format_fields<R: RecordFields>(&self, writer: Writer<'w>, fields: R) -> fmt::Result {
        let mut visitor = Visitor {
            writer,
            masker: self.masker.as_ref().unwrap_or_else(|| Masker::global()),
            text: String::new(),
            found: Vec::new(),
            is_first: true,
            result: Ok(()),
        };
        fields.record(&mut visitor);
        visitor.result
    }
}

struct Visitor<'v, 'w> {
    writer: Writer<'w>,
    masker: &'v Masker,
    /// `name=value`, raw.
    text: String,
    found: Vec<Found>,
    is_first: bool,
    result: fmt::Result,
}

impl Visitor<'_, '_> {
    fn field(&mut self, field: &Field, value: fmt::Arguments<'_>) {
        let name = field.name();
        // The record of the `log` crate, whose fields are those of the event already.
        if self.result.is_ok() && !name.starts_with("log.") {
            let name = name.strip_prefix("r#").unwrap_or(name);
            self.result = self.write(name, value);
        }
    }

    fn write(&mut self, name: &str, value: fmt::Arguments<'_>) -> fmt::Result {
        if !std::mem::take(&mut self.is_first) {
            self.writer.write_char(' ')?;
        }
        self.text.clear();
        if name == "message" {
            self.text.write_fmt(value)?;
            return self.write_text(0);
        }
        if self.writer.has_ansi_escapes() {
            write!(self.writer, "\x1b[3m{name}\x1b[0m\x1b[2m=\x1b[0m")?;
        } else {
            write!(self.writer, "{name}=")?;
        }
        if self.masker.is_sensitive(name) {
            let hidden = self.masker.styles().pieces(Kind::Password, b"");
            return hidden.write(&mut self.writer);
        }
        write!(self.text, "{name}=")?;
        let from = self.text.len();
        self.text.write_fmt(value)?;
        self.write_text(from)
    }

    /// The text from `from`, masked; what stands before it is context.
    fn write_text(&mut self, from: usize) -> fmt::Result {
        self.found.clear();
        self.masker
            .find_from(self.text.as_bytes(), 0, &mut self.found);
        let mut written = from;
        for found in self.found.iter().filter(|found| found.end > from) {
            let before = self.text.get(written..found.start).unwrap_or_default();
            write_escaped(&mut self.writer, before)?;
            let pieces = self.masker.inner().pieces(found, self.text.as_bytes());
            pieces.write(&mut self.writer)?;
            written = found.end;
        }
        write_escaped(
            &mut self.writer,
            self.text.get(written..).unwrap_or_default(),
        )
    }
}

impl Visit for Visitor<'_, '_> {
    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        self.field(field, format_args!("{value:?}"));
    }

    fn record_str(&mut self, field: &Field, value: &str) {
        if field.name() == "message" {
            self.field(field, format_args!("{value}"));
        } else {
            self.field(field, format_args!("{value:?}"));
        }
    }

    fn record_error(&mut self, field: &Field, error: &(dyn Error + 'static)) {
        self.field(field, format_args!("{}", self.masker.mask_error(error)));
    }
}

/// Writes `text` so that no terminal takes a part of it for a command.
fn write_escaped(writer: &mut Writer<'_>, text: &str) -> fmt::Result {
    let is_command = |c: char| {
        matches!(
            c,
            '\x07' | '\x08' | '\x0c' | '\x1b' | '\x7f' | '\u{80}'..='\u{9f}'
        )
    };
    let mut rest = text;
    while let Some(at) = rest.find(is_command) {
        let (before, behind) = rest.split_at(at);
        writer.write_str(before)?;
        let mut chars = behind.chars();
        if let Some(command) = chars.next() {
            write!(writer, "{}", command.escape_unicode())?;
        }
        rest = chars.as_str();
    }
    writer.write_str(rest)
}
