//! For people, at the time of development: one line per event, with what has more lines below it.
//!
//! | file | subject |
//! |---|---|
//! | `paint` | colours |
//! | `escape` | text that forges no line and gives no command to a terminal |

mod escape;
mod paint;

use std::borrow::Cow;
use std::io::Write as _;

use jiff::tz::TimeZone;

use self::escape::{Block, escaped};
use self::paint::{Colour, Paint};
use super::{Format, masked, moment};
use crate::Masker;
use crate::log::set_up::record::{Record, Value};

/// Which time of the day is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in super::super) enum Zone {
    Utc,
    /// Of the system, as it is at the start.
    Local,
}

/// Readable lines: time, level, request, function, message, fields, file and line.
///
/// A value with several lines, and the sources of an error, stand below, behind a bar.
#[derive(Debug)]
pub(in super::super) struct Pretty {
    paint: Paint,
    zone: TimeZone,
    masker: Option<Masker>,
}

impl Pretty {
    /// Without a masker nothing is masked.
    pub(in super::super) fn new(colours: bool, zone: Zone, masker: Option<Masker>) -> Self {
        let zone = match zone {
            Zone::Utc => TimeZone::UTC,
            Zone::Local => TimeZone::system(),
        };
        Self {
            paint: Paint::new(colours),
            zone,
            masker,
        }
    }

    fn head(&self, record: &Record<'_>, out: &mut Vec<u8>) {
        let paint = self.paint;
        paint.put(Colour::Dim, out, |out| {
            moment::of_day(record.time, &self.zone, out);
        });
        out.push(b' ');
        paint.put(Colour::of(record.level), out, |out| {
            // Into memory: it cannot fail.
            let _ = write!(out, "{:>5}", record.level.as_str());
        });
        out.push(b' ');
        if let Some(id) = record.request_id {
            let id = self.text("request_id", id);
            paint.put(Colour::Id, out, |out| escaped(&id, out));
            out.push(b' ');
        }
        let place = record.function.unwrap_or(record.target);
        paint.put(Colour::Dim, out, |out| {
            escaped(place, out);
            out.push(b':');
        });
    }

    /// The message up to its first line break; what is behind stands below.
    fn message(&self, record: &Record<'_>, below: &mut Vec<u8>, out: &mut Vec<u8>) {
        let Some(message) = record.message else {
            return;
        };
        let text = match message.as_text() {
            Some(text) => masked::message(self.masker.as_ref(), text),
            None => Cow::Owned(message.to_string()),
        };
        let (first, rest) = match text.split_once('\n') {
            Some((first, rest)) => (first, Some(rest)),
            None => (&*text, None),
        };
        out.push(b' ');
        self.paint.put(Colour::Bold, out, |out| escaped(first, out));
        if let Some(rest) = rest {
            Block::new(self.paint).write(rest, below);
        }
    }

    fn field(&self, name: &str, value: Value<'_>, below: &mut Vec<u8>, out: &mut Vec<u8>) {
        let text = self.text(name, value);
        let is_chain = name == "sources" || name.ends_with("_sources");
        if is_chain || text.contains('\n') {
            let title = if is_chain { "caused by" } else { name };
            Block::new(self.paint).titled(title, &text, below);
            return;
        }
        out.push(b' ');
        self.paint.put(Colour::Name, out, |out| escaped(name, out));
        self.paint.put(Colour::Dim, out, |out| out.push(b'='));
        let colour = if name == "error" {
            Colour::Error
        } else {
            Colour::Plain
        };
        let is_quoted = matches!(value, Value::Text(_)) && needs_quotes(&text);
        self.paint.put(colour, out, |out| {
            if is_quoted {
                escape::quoted(&text, out);
            } else {
                escaped(&text, out);
            }
        });
    }

    fn place(&self, record: &Record<'_>, out: &mut Vec<u8>) {
        let Some(file) = record.file else { return };
        out.push(b' ');
        self.paint.put(Colour::Dim, out, |out| {
            escaped(file, out);
            if let Some(line) = record.line {
                // Into memory: it cannot fail.
                let _ = write!(out, ":{line}");
            }
        });
    }

    /// The value as text, masked.
    fn text<'t>(&self, name: &str, value: Value<'t>) -> Cow<'t, str> {
        let masked = self
            .masker
            .as_ref()
            .and_then(|masker| masked::field(masker, name, value));
        match (masked, value.as_text()) {
            (Some(masked), _) => Cow::Owned(masked),
            (None, Some(text)) => Cow::Borrowed(text),
            (None, None) => Cow::Owned(value.to_string()),
        }
    }
}

impl Format for Pretty {
    fn write(&self, record: &Record<'_>, out: &mut Vec<u8>) {
        let mut below = Vec::new();
        self.head(record, out);
        self.message(record, &mut below, out);
        // A trace is found by its request, and its id is long.
        let trace_id = record.trace_id.filter(|_| record.request_id.is_none());
        for (name, id) in [("user_id", record.user_id), ("trace_id", trace_id)] {
            if let Some(id) = id {
                self.field(name, id, &mut below, out);
            }
        }
        for (name, value) in record.fields.iter() {
            self.field(name, value, &mut below, out);
        }
        self.place(record, out);
        out.push(b'\n');
        out.extend_from_slice(&below);
    }
}

/// Whether the text could be taken for more than one field, or for none.
fn needs_quotes(text: &str) -> bool {
    text.is_empty() || text.contains([' ', '=', '"'])
}
