//! What decides over a candidate, apart from the text.

use super::Kind;
use super::finding::Found;
use super::kind::KindSet;
use super::names::Names;

/// How much has to hold before something is taken for what it looks like.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Strictness {
    /// Checksums and structure have to hold.
    Strict,
    /// The shape of a grouped number is enough; a bare run of digits needs a checksum, or a word
    /// directly before it.
    #[default]
    Balanced,
    /// Also long runs of mixed letters and digits.
    Eager,
}

/// The rules of a masker, as its confirmers read them.
#[derive(Clone, Debug)]
pub(crate) struct Rules {
    /// What is looked for.
    pub(crate) on: KindSet,
    /// What was switched on by name: it takes bare runs of a valid structure, too.
    pub(crate) named: KindSet,
    pub(crate) strictness: Strictness,
    /// Which names of fields, headers, parameters and cookies are sensitive.
    pub(crate) names: Names,
}

impl Default for Rules {
    fn default() -> Self {
        Rules {
            on: Kind::DEFAULT.iter().copied().collect(),
            named: KindSet::default(),
            strictness: Strictness::default(),
            names: Names::default(),
        }
    }
}

/// What a confirmer looks at.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Scope<'a> {
    /// All of the text; any bytes.
    pub(crate) text: &'a [u8],
    /// The end of the last finding. Nothing before it belongs to a new one, and what stands
    /// directly before a candidate may be read, never taken.
    pub(crate) floor: usize,
    pub(crate) rules: &'a Rules,
}

/// What a confirmer answers.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Looked {
    pub(crate) found: Option<Found>,
    /// No trigger of the same kind below this place needs another look; more than the place that
    /// was asked about, unless something was found before that.
    pub(crate) seen: usize,
}

impl Looked {
    /// Nothing below `seen`.
    pub(crate) fn nothing(seen: usize) -> Looked {
        Looked { found: None, seen }
    }

    /// What was found by a look at `at`. What begins behind that is left to a trigger of its own:
    /// something else may stand between. What ends before it leaves it to another look.
    pub(crate) fn upon(found: Found, at: usize) -> Looked {
        if found.start > at {
            Looked {
                found: None,
                seen: found.start,
            }
        } else {
            let seen = found.end;
            Looked {
                found: Some(found),
                seen,
            }
        }
    }
}
