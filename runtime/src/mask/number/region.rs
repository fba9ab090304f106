//! The groups of a stretch of digits together with the text around them.

use super::border::{self, Border};
use super::groups::{Group, Join};
use super::words::Word;
use crate::mask::rules::{Scope, Strictness};
use crate::mask::{Confidence, Kind};

/// What a shape found: the groups from the one that was tried to this one, or a place behind it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Shape {
    pub(super) kind: Kind,
    pub(super) end: usize,
    pub(super) confidence: Confidence,
}

impl Shape {
    pub(super) fn new(kind: Kind, end: usize, confidence: Confidence) -> Shape {
        Shape {
            kind,
            end,
            confidence,
        }
    }
}

#[derive(Clone, Copy)]
pub(super) struct Region<'a> {
    pub(super) scope: Scope<'a>,
    pub(super) groups: &'a [Group],
    /// The word before the first that says what it is. Before the others stands a digit.
    pub(super) said: Option<Word>,
}

impl<'a> Region<'a> {
    #[inline]
    pub(super) fn new(scope: Scope<'a>, groups: &'a [Group], said: Option<Word>) -> Region<'a> {
        Region {
            scope,
            groups,
            said,
        }
    }

    #[inline]
    pub(super) fn get(&self, at: usize) -> Option<&'a Group> {
        self.groups.get(at)
    }

    /// The groups from `at` on, if they have exactly these numbers of digits.
    pub(super) fn shape<const N: usize>(
        &self,
        at: usize,
        counts: [u8; N],
    ) -> Option<&'a [Group; N]> {
        let groups: &[Group; N] = self.groups.get(at..at + N)?.try_into().ok()?;
        let fits = groups
            .iter()
            .zip(counts)
            .all(|(group, count)| group.count == count);
        fits.then_some(groups)
    }

    /// The one thing that joins the groups behind the first, if it is one.
    pub(super) fn one_join(groups: &[Group]) -> Option<Join> {
        let (first, rest) = groups.get(1..)?.split_first()?;
        let plain = groups.iter().all(|group| !group.enclosed());
        let same = rest.iter().all(|group| group.join == first.join);
        (plain && same).then_some(first.join)
    }

    pub(super) fn opens(&self, at: usize) -> Border {
        let (text, floor) = (self.scope.text, self.scope.floor);
        match self.get(at) {
            // A parenthesis is a border itself, also behind a letter.
            Some(group) if group.enclosed() && border::is_letter_before(text, group.from()) => {
                Border::Clear
            }
            Some(group) => border::before(text, floor, group.from()),
            None => Border::Shut,
        }
    }

    pub(super) fn closes(&self, end: usize) -> Border {
        border::after(self.scope.text, end)
    }

    pub(super) fn is_strict(&self) -> bool {
        self.scope.rules.strictness == Strictness::Strict
    }

    pub(super) fn wants(&self, kind: Kind) -> bool {
        self.scope.rules.on.contains(kind)
    }

    pub(super) fn named(&self, kind: Kind) -> bool {
        self.scope.rules.named.contains(kind)
    }
}
