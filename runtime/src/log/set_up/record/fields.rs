//! Names and values, one behind the other in one text.

use std::fmt::{self, Write as _};

use super::limited::Limited;

/// The fields of an event or of a span. Cleared, it keeps its memory.
#[derive(Debug, Default)]
pub(in super::super) struct Fields {
    text: String,
    entries: Vec<Entry>,
    /// Bytes of the text that belong to no entry any more.
    dead: usize,
}

#[derive(Clone, Copy, Debug)]
struct Entry {
    name: Name,
    slot: Slot,
}

#[derive(Clone, Copy, Debug)]
enum Name {
    Static(&'static str),
    /// In the text.
    Text(Range),
}

/// A value, as it lies in its [`Fields`].
#[derive(Clone, Copy, Debug)]
pub(in super::super) enum Slot {
    Bool(bool),
    I64(i64),
    U64(u64),
    F64(f64),
    /// A text that was given as one.
    Text(Range),
    /// What `Debug` or `Display` has written.
    Shown(Range),
}

#[derive(Clone, Copy, Debug)]
pub(in super::super) struct Range {
    start: usize,
    end: usize,
}

/// The value of a field.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(in super::super) enum Value<'a> {
    Bool(bool),
    I64(i64),
    U64(u64),
    F64(f64),
    /// A text that was given as one.
    Text(&'a str),
    /// What `Debug` or `Display` has written.
    Shown(&'a str),
}

impl<'a> Value<'a> {
    /// The text, if it is one.
    pub(in super::super) fn as_text(self) -> Option<&'a str> {
        match self {
            Self::Text(text) | Self::Shown(text) => Some(text),
            _ => None,
        }
    }
}

impl fmt::Display for Value<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Bool(value) => value.fmt(f),
            Self::I64(value) => value.fmt(f),
            Self::U64(value) => value.fmt(f),
            Self::F64(value) => value.fmt(f),
            Self::Text(value) | Self::Shown(value) => f.write_str(value),
        }
    }
}

/// Memory that a thread or a span keeps for the next one.
const KEPT: usize = 16 * 1024;
/// Bytes that have to be dead before the text is put together anew.
const DEAD: usize = 1024;

impl Fields {
    pub(in super::super) fn clear(&mut self) {
        self.text.clear();
        self.text.shrink_to(KEPT);
        self.entries.clear();
        self.dead = 0;
    }

    pub(in super::super) fn value(&self, slot: Slot) -> Value<'_> {
        match slot {
            Slot::Bool(value) => Value::Bool(value),
            Slot::I64(value) => Value::I64(value),
            Slot::U64(value) => Value::U64(value),
            Slot::F64(value) => Value::F64(value),
            Slot::Text(range) => Value::Text(self.part(range)),
            Slot::Shown(range) => Value::Shown(self.part(range)),
        }
    }

    pub(in super::super) fn iter(&self) -> impl ExactSizeIterator<Item = (&str, Value<'_>)> {
        self.entries
            .iter()
            .map(|entry| (self.name(entry), self.value(entry.slot)))
    }

    /// The names alone.
    pub(in super::super) fn names(&self) -> impl Iterator<Item = &str> {
        self.entries.iter().map(|entry| self.name(entry))
    }

    pub(super) fn push(&mut self, name: &'static str, slot: Slot) {
        let name = Name::Static(name);
        self.entries.push(Entry { name, slot });
    }

    /// A name that is known only at run time.
    pub(super) fn push_named(&mut self, name: &str, slot: Slot) {
        let name = Name::Text(self.append(name));
        self.entries.push(Entry { name, slot });
    }

    /// A text, up to the limit of a value.
    pub(super) fn text(&mut self, text: &str) -> Slot {
        Slot::Text(self.limited(|out| out.write_str(text)))
    }

    /// What `value` writes, up to the limit of a value.
    pub(super) fn shown(&mut self, value: fmt::Arguments<'_>) -> Slot {
        Slot::Shown(self.limited(|out| out.write_fmt(value)))
    }

    /// What `write` writes. If it breaks off, what it has written stays.
    pub(super) fn limited(&mut self, write: impl FnOnce(&mut Limited<'_>) -> fmt::Result) -> Range {
        let mut out = Limited::new(&mut self.text);
        // A `Display` that fails is the user's; the line is written all the same.
        let _ = write(&mut out);
        let (start, end) = out.finish();
        Range { start, end }
    }

    /// Takes a field out.
    pub(super) fn take(&mut self, name: &str) -> Option<Slot> {
        self.position(name).and_then(|at| self.remove(at))
    }

    pub(super) fn remove(&mut self, at: usize) -> Option<Slot> {
        (at < self.entries.len()).then(|| self.entries.remove(at).slot)
    }

    pub(super) fn slot(&self, at: usize) -> Option<Slot> {
        self.entries.get(at).map(|entry| entry.slot)
    }

    /// Whether both are written in the same way.
    pub(super) fn is_same(&self, at: usize, other: Slot) -> bool {
        self.slot(at)
            .is_some_and(|slot| self.value(slot).to_string() == self.value(other).to_string())
    }

    pub(super) fn len(&self) -> usize {
        self.entries.len()
    }

    /// Those of `other` whose names are not taken.
    pub(super) fn absorb(&mut self, other: &Fields) {
        for entry in &other.entries {
            let name = other.name(entry);
            if self.position(name).is_none() {
                self.copy(other, entry);
            }
        }
    }

    /// Those of `newer`, in the place of what has the same names.
    pub(in super::super) fn update(&mut self, newer: &Fields) {
        for entry in &newer.entries {
            match self.position(newer.name(entry)) {
                Some(at) => self.replace(at, newer, entry.slot),
                None => self.copy(newer, entry),
            }
        }
        if self.dead > DEAD && self.dead > self.text.len() / 2 {
            let mut fresh = Fields::default();
            for entry in &self.entries {
                fresh.copy(self, entry);
            }
            *self = fresh;
        }
    }

    fn replace(&mut self, at: usize, newer: &Fields, slot: Slot) {
        let slot = self.copied(newer, slot);
        let Some(entry) = self.entries.get_mut(at) else {
            return;
        };
        if let Slot::Text(old) | Slot::Shown(old) = entry.slot {
            self.dead += old.end - old.start;
        }
        entry.slot = slot;
    }

    fn copy(&mut self, other: &Fields, entry: &Entry) {
        let slot = self.copied(other, entry.slot);
        match entry.name {
            Name::Static(name) => self.push(name, slot),
            Name::Text(range) => self.push_named(other.part(range), slot),
        }
    }

    fn copied(&mut self, other: &Fields, slot: Slot) -> Slot {
        match slot {
            Slot::Text(range) => Slot::Text(self.append(other.part(range))),
            Slot::Shown(range) => Slot::Shown(self.append(other.part(range))),
            number => number,
        }
    }

    fn append(&mut self, text: &str) -> Range {
        let start = self.text.len();
        self.text.push_str(text);
        let end = self.text.len();
        Range { start, end }
    }

    pub(super) fn position(&self, name: &str) -> Option<usize> {
        self.entries
            .iter()
            .position(|entry| self.name(entry) == name)
    }

    fn name<'a>(&'a self, entry: &Entry) -> &'a str {
        match entry.name {
            Name::Static(name) => name,
            Name::Text(range) => self.part(range),
        }
    }

    fn part(&self, range: Range) -> &str {
        self.text.get(range.start..range.end).unwrap_or_default()
    }
}

#[cfg(test)]
impl Fields {
    /// For tests of the formats.
    pub(in super::super) fn of(fields: &[(&'static str, Value<'_>)]) -> Self {
        let mut all = Self::default();
        for (name, value) in fields {
            let slot = match *value {
                Value::Bool(value) => Slot::Bool(value),
                Value::I64(value) => Slot::I64(value),
                Value::U64(value) => Slot::U64(value),
                Value::F64(value) => Slot::F64(value),
                Value::Text(text) => all.text(text),
                Value::Shown(text) => all.shown(format_args!("{text}")),
            };
            all.push(name, slot);
        }
        all
    }
}
