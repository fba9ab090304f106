//! One object per line, without objects inside.
//!
//! | file | subject |
//! |---|---|
//! | `keys` | the names of the standard fields, ready to be written |
//! | `taken` | fields whose names are taken |
//! | `value` | values |

mod keys;
mod taken;
mod value;

use std::borrow::Cow;

use self::keys::Keys;
use super::{FieldNames, Format, masked, moment};
use crate::Masker;
use crate::log::set_up::record::{Record, Value};

/// Lines of JSON.
#[derive(Debug)]
pub(in super::super) struct Json {
    keys: Keys,
    masker: Option<Masker>,
    service: Option<Box<str>>,
}

impl Json {
    /// Without a masker nothing is masked; without a service none is named.
    pub(in super::super) fn new(
        names: &FieldNames,
        masker: Option<Masker>,
        service: Option<&str>,
    ) -> Self {
        Self {
            keys: Keys::new(names),
            masker,
            service: service.map(Box::from),
        }
    }

    /// The members that are masked, each with a comma before it, and the end of the object.
    fn members(&self, record: &Record<'_>, each: Option<&Masker>, out: &mut Vec<u8>) {
        let keys = &self.keys;
        if let Some(message) = record.message
            && keys.message.put(out)
        {
            put_message(message, each, out);
        }
        if keys.target.put(out) {
            value::string(record.target, out);
        }
        put_text(&keys.module, record.module, out);
        self.place(record, out);
        let trace = (record.trace_id)
            .filter(|_| !keys.trace_prefix.is_empty())
            .map(|id| format!("{}{id}", keys.trace_prefix));
        let trace_id = trace.as_deref().map(Value::Text).or(record.trace_id);
        for (key, name, id) in [
            (&keys.request_id, "request_id", record.request_id),
            (&keys.user_id, "user_id", record.user_id),
            (&keys.trace_id, "trace_id", trace_id),
        ] {
            if let Some(id) = id
                && key.put(out)
            {
                put_value(name, id, each, out);
            }
        }
        put_text(&keys.service, self.service.as_deref(), out);
        self.fields(record, each, out);
        out.push(b'}');
    }

    /// Function, file and line.
    fn place(&self, record: &Record<'_>, out: &mut Vec<u8>) {
        let keys = &self.keys;
        if let Some(location) = &keys.location {
            location.write(record, out);
            return;
        }
        put_text(&keys.function, record.function, out);
        put_text(&keys.file, record.file, out);
        if let Some(line) = record.line
            && keys.line.put(out)
        {
            value::number(line, out);
        }
    }

    /// What else the event, its spans and its request have.
    fn fields(&self, record: &Record<'_>, each: Option<&Masker>, out: &mut Vec<u8>) {
        for (at, (name, value)) in record.fields.iter().enumerate() {
            out.push(b',');
            if self.keys.are_taking(name) || record.fields.names().take(at).any(|one| one == name) {
                value::string(&taken::another(&self.keys, record.fields, at, name), out);
            } else {
                value::string(name, out);
            }
            out.push(b':');
            put_value(name, value, each, out);
        }
    }

    /// Masks what stands in `out` behind `from`: members, each with a comma before it.
    fn mask(&self, masker: &Masker, record: &Record<'_>, from: usize, out: &mut Vec<u8>) {
        open(from, out);
        match masker.mask_json_bytes(out.get(from..).unwrap_or_default()) {
            Cow::Borrowed(_) => {}
            Cow::Owned(shown) if shown.starts_with(b"{") => {
                out.truncate(from);
                out.extend_from_slice(&shown);
            }
            // More than the masker reads at once, or more findings than it takes.
            Cow::Owned(_) => {
                out.truncate(from);
                self.members(record, Some(masker), out);
            }
        }
        if let Some(first) = out.get_mut(from) {
            *first = b',';
        }
    }
}

impl Format for Json {
    fn write(&self, record: &Record<'_>, out: &mut Vec<u8>) {
        let begin = out.len();
        if self.keys.timestamp.put(out) {
            out.push(b'"');
            moment::rfc3339(record.time, out);
            out.push(b'"');
        }
        if self.keys.level.put(out) {
            out.extend_from_slice(self.keys.level_of(record.level));
        }
        let from = out.len();
        self.members(record, None, out);
        if let Some(masker) = &self.masker
            && out.get(from) == Some(&b',')
        {
            self.mask(masker, record, from, out);
        }
        open(begin, out);
        out.push(b'\n');
    }
}

/// The comma before the first member becomes the beginning of the object.
fn open(at: usize, out: &mut Vec<u8>) {
    match out.get_mut(at) {
        Some(first) if *first == b',' => *first = b'{',
        // There are no members.
        _ => out.insert(at.min(out.len()), b'{'),
    }
}

fn put_text(key: &keys::Key, text: Option<&str>, out: &mut Vec<u8>) {
    if let Some(text) = text
        && key.put(out)
    {
        value::string(text, out);
    }
}

fn put_message(message: Value<'_>, each: Option<&Masker>, out: &mut Vec<u8>) {
    match message.as_text() {
        Some(text) => value::string(&masked::message(each, text), out),
        None => value::string(&message.to_string(), out),
    }
}

fn put_value(name: &str, value: Value<'_>, each: Option<&Masker>, out: &mut Vec<u8>) {
    match each.and_then(|masker| masked::field(masker, name, value)) {
        Some(masked) => value::string(&masked, out),
        None => value::any(value, out),
    }
}
