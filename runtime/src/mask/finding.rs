//! What was found, and how sure that is.

use std::ops::Range;

use super::Kind;

/// How sure a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Confidence {
    /// The shape alone.
    Low,
    /// The shape and its structure, or a word directly before it.
    Medium,
    /// A checksum, a published prefix, or a name that says it.
    High,
}

/// A place in a text that the masker would mask.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Finding {
    /// What it is.
    pub kind: Kind,
    /// Where it stands, in bytes; on the borders of characters.
    pub range: Range<usize>,
    /// How sure that is.
    pub confidence: Confidence,
}

/// The same inside the engine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Found {
    pub(crate) start: usize,
    pub(crate) end: usize,
    pub(crate) kind: Kind,
    pub(crate) confidence: Confidence,
    /// Of [`Kind::Custom`]: the place of the pattern among the user's.
    pub(crate) pattern: u16,
}

impl Found {
    pub(crate) fn new(kind: Kind, range: Range<usize>, confidence: Confidence) -> Self {
        Found {
            start: range.start,
            end: range.end,
            kind,
            confidence,
            pattern: 0,
        }
    }
}
