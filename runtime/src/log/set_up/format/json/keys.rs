//! The names of the standard fields, ready to be written.

use tracing::Level;

use super::value;
use crate::log::set_up::format::FieldNames;
use crate::log::set_up::format::names::Levels;
use crate::log::set_up::record::Record;

/// `,"name":`, or nothing for a field that is left out.
#[derive(Debug)]
pub(super) struct Key(Box<[u8]>);

impl Key {
    fn new(name: &str) -> Self {
        let mut text = Vec::new();
        if !name.is_empty() {
            text.push(b',');
            value::string(name, &mut text);
            text.push(b':');
        }
        Self(text.into())
    }

    /// Whether the field is written; then its value has to follow.
    #[cfg_attr(not(debug_assertions), inline)]
    pub(super) fn put(&self, out: &mut Vec<u8>) -> bool {
        out.extend_from_slice(&self.0);
        !self.0.is_empty()
    }
}

/// All of them.
#[derive(Debug)]
pub(super) struct Keys {
    pub(super) timestamp: Key,
    pub(super) level: Key,
    pub(super) message: Key,
    pub(super) target: Key,
    pub(super) module: Key,
    pub(super) function: Key,
    pub(super) file: Key,
    pub(super) line: Key,
    pub(super) request_id: Key,
    pub(super) user_id: Key,
    pub(super) trace_id: Key,
    /// Stands before the id of the trace.
    pub(super) trace_prefix: Box<str>,
    pub(super) service: Key,
    /// In the place of function, file and line.
    pub(super) location: Option<Location>,
    levels: Levels,
    taken: Vec<Box<str>>,
    /// A bit for each length that a taken name has; the longest share one.
    lengths: u64,
}

impl Keys {
    pub(super) fn new(names: &FieldNames) -> Self {
        let taken: Vec<Box<str>> = names
            .all()
            .into_iter()
            .filter(|name| !name.is_empty())
            .map(Box::from)
            .collect();
        Self {
            timestamp: Key::new(&names.timestamp),
            level: Key::new(&names.level),
            message: Key::new(&names.message),
            target: Key::new(&names.target),
            module: Key::new(&names.module),
            function: Key::new(&names.function),
            file: Key::new(&names.file),
            line: Key::new(&names.line),
            request_id: Key::new(&names.request_id),
            user_id: Key::new(&names.user_id),
            trace_id: Key::new(&names.trace_id),
            trace_prefix: Box::from(&*names.trace_prefix),
            service: Key::new(&names.service),
            location: (!names.location.is_empty()).then(|| Location(Key::new(&names.location))),
            levels: names.levels,
            lengths: taken.iter().fold(0, |bits, name| bits | length(name)),
            taken,
        }
    }

    /// Whether a standard field has this name.
    #[cfg_attr(not(debug_assertions), inline)]
    pub(super) fn are_taking(&self, name: &str) -> bool {
        self.lengths & length(name) != 0 && self.taken.iter().any(|one| **one == *name)
    }

    /// In its quotes.
    pub(super) fn level_of(&self, level: Level) -> &'static [u8] {
        match (self.levels, level) {
            (Levels::Tracing, Level::TRACE) => b"\"TRACE\"",
            (Levels::Tracing, Level::WARN) => b"\"WARN\"",
            (Levels::Severity, Level::TRACE) | (_, Level::DEBUG) => b"\"DEBUG\"",
            (_, Level::INFO) => b"\"INFO\"",
            (Levels::Severity, Level::WARN) => b"\"WARNING\"",
            (_, Level::ERROR) => b"\"ERROR\"",
        }
    }
}

fn length(name: &str) -> u64 {
    1 << name.len().min(63)
}

/// An object of file, line and function.
#[derive(Debug)]
pub(super) struct Location(Key);

impl Location {
    pub(super) fn write(&self, record: &Record<'_>, out: &mut Vec<u8>) {
        let line = record.line.map(|line| line.to_string());
        let parts = [
            ("file", record.file),
            ("line", line.as_deref()),
            ("function", record.function),
        ];
        let mut before = b'{';
        for (name, text) in parts {
            let Some(text) = text else { continue };
            if before == b'{' {
                self.0.put(out);
            }
            out.push(before);
            value::string(name, out);
            out.push(b':');
            value::string(text, out);
            before = b',';
        }
        if before == b',' {
            out.push(b'}');
        }
    }
}
