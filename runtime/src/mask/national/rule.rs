//! What makes a number one of its kind.

use super::{border, shape};
use crate::mask::finding::Found;
use crate::mask::rules::Scope;
use crate::mask::{Confidence, Kind, Strictness};

/// One kind, or one way to write it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Rule {
    pub(super) kind: Kind,
    /// How it is written; see [`shape`].
    pub(super) shapes: &'static [&'static str],
    /// How sure its letters and digits are, or `None` if they are none. They come in upper case,
    /// without separators.
    check: fn(&[u8]) -> Option<Confidence>,
    /// Words that announce it.
    words: &'static [&'static str],
    /// Whether it is found directly behind a letter.
    loose: bool,
}

impl Rule {
    pub(super) const fn new(
        kind: Kind,
        shapes: &'static [&'static str],
        check: fn(&[u8]) -> Option<Confidence>,
        words: &'static [&'static str],
    ) -> Self {
        Rule {
            kind,
            shapes,
            check,
            words,
            loose: false,
        }
    }

    pub(super) const fn loose(mut self) -> Self {
        self.loose = true;
        self
    }

    /// What is written in one of its shapes at a place.
    pub(super) fn read(&self, shape: &str, scope: Scope<'_>, at: usize) -> Option<Found> {
        let text = scope.text;
        let start = begin(shape, scope, at)?;
        let shaped = shape::read(shape, text, start)?;
        if !border::before(text, start, shaped.separators, self.loose)
            || !border::behind(text, shaped.end, shaped.separators)
        {
            return None;
        }
        let mut confidence = (self.check)(&shaped.chars)?;
        if confidence == Confidence::Low && border::announced(text, start, self.words) {
            confidence = Confidence::Medium;
        }
        let refused = confidence == Confidence::Low && scope.rules.strictness == Strictness::Strict;
        (!refused).then(|| Found::new(self.kind, start..shaped.end, confidence))
    }
}

/// A `+` stands before the first digit, which is where the number was noticed.
fn begin(shape: &str, scope: Scope<'_>, at: usize) -> Option<usize> {
    if !shape.starts_with('+') {
        return Some(at);
    }
    at.checked_sub(1).filter(|start| *start >= scope.floor)
}

/// A checksum, or a structure that is as good as one: all or nothing.
pub(super) fn sure(holds: bool) -> Option<Confidence> {
    holds.then_some(Confidence::High)
}

/// A structure without a checksum.
pub(super) fn likely(holds: bool) -> Option<Confidence> {
    holds.then_some(Confidence::Medium)
}

/// A structure that is common among other numbers.
pub(super) fn possible(holds: bool) -> Option<Confidence> {
    holds.then_some(Confidence::Low)
}

/// A structure whose checksum need not hold: samples and misprints go, too.
pub(super) fn graded(structure: bool, checksum: bool) -> Option<Confidence> {
    if checksum {
        sure(structure)
    } else {
        possible(structure)
    }
}
