//! What is written in the place of what.

use std::ops::Range;

use crate::mask::Kind;
use crate::mask::finding::Found;
use crate::mask::masker::Inner;
use crate::mask::style::HIDDEN;

pub(super) use crate::mask::scan::REST;

/// Why a walk did not come to the end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stopped {
    /// More findings than are allowed.
    TooMany,
    NotJson {
        /// Where a value begins that was to be hidden, and has no end.
        hidden: Option<usize>,
    },
}

#[derive(Debug, PartialEq, Eq)]
pub(super) enum Put {
    /// A value that its name makes sensitive: as `Kind::Password` is written, in quotes.
    Secret(Range<usize>),
    /// `"********"`: the same for what has no text of its own.
    Hidden,
    /// What is too deep.
    Rest,
    /// Within a string.
    Found(Found),
    /// In the place of a number.
    Quoted(Found),
    /// Other text within a string.
    Text(Vec<u8>),
    /// What stands there, whatever is found in it.
    Same,
}

#[derive(Debug, PartialEq, Eq)]
pub(super) struct Edit {
    pub(super) range: Range<usize>,
    pub(super) put: Put,
}

/// In order of place, apart from one another.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Edits {
    edits: Vec<Edit>,
    /// How many more are allowed.
    left: usize,
}

impl Edits {
    pub(super) fn new(most: usize) -> Self {
        Edits {
            edits: Vec::new(),
            left: most,
        }
    }

    pub(super) fn push(&mut self, range: Range<usize>, put: Put) -> Result<(), Stopped> {
        self.left = self.left.checked_sub(1).ok_or(Stopped::TooMany)?;
        self.edits.push(Edit { range, put });
        Ok(())
    }

    /// What stands in a place stays there.
    pub(super) fn keep(&mut self, range: Range<usize>) {
        self.edits.push(Edit {
            range,
            put: Put::Same,
        });
    }

    pub(super) fn get(&self, at: usize) -> Option<&Edit> {
        self.edits.get(at)
    }

    /// The same, if it ends by `end`. Nothing is left to be written there.
    pub(super) fn take(&mut self, at: usize, end: usize) -> Option<Edit> {
        let edit = self.edits.get_mut(at)?;
        (edit.range.end <= end).then(|| Edit {
            range: edit.range.clone(),
            put: std::mem::replace(&mut edit.put, Put::Same),
        })
    }

    /// Like `push`, for a place before the last ones: what was to be done within it is dropped.
    pub(super) fn cover(&mut self, range: Range<usize>, put: Put) -> Result<(), Stopped> {
        let from = self
            .edits
            .partition_point(|edit| edit.range.end <= range.start);
        let to = self
            .edits
            .partition_point(|edit| edit.range.start < range.end);
        let dropped = self.edits.splice(from..to.max(from), [Edit { range, put }]);
        self.left += dropped.count();
        self.left = self.left.checked_sub(1).ok_or(Stopped::TooMany)?;
        Ok(())
    }

    /// The masked text; `None` where it is the text itself.
    pub(super) fn apply(&self, inner: &Inner, text: &[u8]) -> Option<Vec<u8>> {
        if self.edits.is_empty() {
            return None;
        }
        let mut out = Vec::with_capacity(text.len() + 64);
        let mut done = 0;
        for edit in &self.edits {
            out.extend_from_slice(text.get(done..edit.range.start).unwrap_or_default());
            edit.put.append(inner, text, &mut out);
            done = edit.range.end;
        }
        out.extend_from_slice(text.get(done..).unwrap_or_default());
        Some(out)
    }
}

impl Put {
    /// What is written for a value that its name makes sensitive.
    pub(super) fn secret(text: &[u8], range: Range<usize>) -> Put {
        let value = text.get(range.clone()).unwrap_or_default();
        match value {
            [b'{' | b'[', ..] => Put::Hidden,
            _ if value.contains(&b'\\') => Put::Hidden,
            [b'"', .., b'"'] => Put::Secret(range.start + 1..range.end - 1),
            _ => Put::Secret(range),
        }
    }

    /// What is written for a number in which something was found.
    pub(super) fn number(found: Found, range: &Range<usize>) -> Put {
        if found.start == range.start && found.end == range.end {
            Put::Quoted(found)
        } else {
            Put::Hidden
        }
    }

    pub(super) fn append(&self, inner: &Inner, text: &[u8], out: &mut Vec<u8>) {
        match self {
            Put::Secret(range) => {
                let matched = text.get(range.clone()).unwrap_or_default();
                out.push(b'"');
                inner.styles.pieces(Kind::Password, matched).append(out);
                out.push(b'"');
            }
            Put::Hidden => out.extend_from_slice(&hidden()),
            Put::Rest => out.extend_from_slice(&quoted(REST)),
            Put::Found(found) => inner.pieces(found, text).append(out),
            Put::Quoted(found) => {
                out.push(b'"');
                inner.pieces(found, text).append(out);
                out.push(b'"');
            }
            Put::Text(text) => out.extend_from_slice(text),
            // Never written.
            Put::Same => {}
        }
    }
}

pub(super) fn hidden() -> Vec<u8> {
    quoted(HIDDEN.as_bytes())
}

pub(super) fn quoted(text: &[u8]) -> Vec<u8> {
    [b"\"", text, b"\""].concat()
}
